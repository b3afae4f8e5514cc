# For tests of the desk: the small town with its people who work there. Source lib.sh and town.sh
# first, then: desk_town "$1"; it serves, and signed-in browsers are chosen by `as desk`, `as other`…
# In these tests no answer may have an address (link, form, redirect) with a field about a person in it,
# nor a form that would make one.
eval "plain_$(declare -f request)"
request() { plain_request "$@"; addresses_say_nothing; }
# One program for it, not twenty: it is asked after each of thousands of requests.
addresses_say_nothing() {
	local found
	found=$(awk -f tests/http/addresses.awk part=1 "$head" part=2 RS='\001' "$body")
	[ -z "$found" ] || say_wrong "$found"
}
desk_account() {	# login organization role
	printf 'long-enough-word\n' | diwan user add "$1" --organization "$2" --role "$3" --name "$1" --password-stdin >>"$work/users.log" 2>&1 ||
		say_wrong "user add $1: $(tail -n 1 "$work/users.log")"
}
sign_in() {	# login
	as "$1"; rm -f "$jar"
	post /sign-in "user=$1" "pass=long-enough-word"; want 303
}
desk_people() {
	town
	sql "INSERT INTO organization (id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr, name_ar, name_en, name_fold, sms_name, phone, zone, active, version) VALUES
		(7, 3, 1130, 1135, 3, 'health_centre', 'CS', 'Centre de santé', 'مركز صحي', 'Health centre', 'centre de sante', 'CS', '', 'Africa/Casablanca', TRUE, 1)"
	for u in desk desk2; do desk_account $u FES desk; done
	desk_account other SEF desk
	desk_account chief FES director
	desk_account doctor FES practitioner
	desk_account centre CS health_centre
	desk_account cyber MA-FES helper
	sql "UPDATE account SET practitioner_id = 1 WHERE login = 'doctor'"
}
desk_town() {
	new_data "$1" desk_people
	serve_diwan --clock "${2:-2026-11-02T08:00:00Z}"
	# the jobs process rolls the openings at the same moment: on PostgreSQL one of the two gives way
	wait_until 'request POST /_test/jobs -H "Content-Type: text/plain" -d ""; [ "$status" = 204 ]'
	for u in desk desk2 other chief doctor centre cyber; do sign_in $u; done
	as desk
}
# Books for a new person: desk_new NAME PHONE SLOT [field=value…]; ends with the POST's answer.
desk_new() {
	local name=$1 phone=$2 slot=$3; shift 3
	get '/desk/book?new=1&of=cardio'; want 200
	post /desk/book "key=$(input key)" who=new new=1 of=cardio "name=$name" birth-d=27 birth-m=3 birth-y=1968 sex=female \
		"phone=$phone" lang=fr type=1 "slot-1=$slot" sms=1 "$@"
}
# Types a search of people, as the forms do, and follows to what was found: look PATH TEXT [field=value…].
look() { local path=$1 text=$2; shift 2; post "$path" "q=$text" "$@"; want 303; follow; }
# A file as addresses name it in this session: word_of FILE.
word_of() { get "/desk/people/$1"; grep -oE '/desk/book\?who=[A-Za-z0-9_-]+' "$body" | head -n 1 | cut -d= -f2; }
# The number in the last redirect: of an appointment or a file.
last_id() { location | grep -oE '[0-9]+' | head -n 1; }
# What the worklist proposes to an appointment, one a line, as $offers: offered ID.
offered() { offers=$(grep -oE "name=\"of-$1\" value=\"[^\"]*\"" "$body" | sed 's/.*value="//;s/ *"$//' | tr ' ' '\n'); }
# ID.VERSION of an appointment as the page shows it.
version_of() { get "/desk/appointments/$1"; input version; }
key_of() { get "$1"; input key; }
