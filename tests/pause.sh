# A moment between two looks at what is waited for; to be sourced: pause SECONDS.
# Read from what never says anything. One for all of them: bash sometimes waits for ever for the end of a process
# substitution that it has made anew thousands of times.
exec {nothing}<> <(:)
pause() { read -rt "$1" <&"$nothing" || true; }
