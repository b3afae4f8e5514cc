#!/usr/bin/env bash
# Accounts over HTTP, on both engines: signing in and out, limits that a stranger cannot turn
# against an operator, second factor, sessions, roles, administration, trail, machines' tokens.
. "$(dirname "$0")/lib.sh"
. tests/http/town.sh

t0=2026-03-02T08:00:00Z
country() {
	start_diwan "$1" --clock $t0
	diwan first-account --test-mode --clock $t0 >"$work/first" || say_wrong "first-account"
	admin_password=$(awk '/^  password/ { print $2 }' "$work/first")
	admin_secret=$(awk '/^  second factor/ { print $3 }' "$work/first")
}
code() { "$DIWAN_BIN" totp "$1" --test-mode --clock "$2"; }

signing_in() {
	country "$1"
	new_user Nadia MA-FES desk --name 'نادية'
	as nadia
	get /account; want 303; same "$(location)" "/sign-in?to=/account"
	get /sign-in; want 200; has 'name="user"' 'name="pass"' 'name="otp"'
	ok "who is not signed in is shown the door"

	post /sign-in user=nadia pass=wrong; want 422; has 'do not fit together'; hasnt 'value="wrong"'
	post /sign-in user=nobody pass=wrong; want 422; has 'do not fit together'
	post /sign-in user= pass=; want 422; has 'Write your user name' 'Write your password'
	post /sign-in user=nadia pass="$password" to=//evil.example; want 303; same "$(location)" /account
	has_header 'Set-Cookie: sid=.*HttpOnly; SameSite=Lax'
	get /account; want 200; has 'نادية' 'My account'
	ok "the right password opens a session, whatever the case of the user name"

	post /sign-out; want 303; has_header 'Set-Cookie: sid=;.*Max-Age=0'
	get /account; want 303
	ok "signing out ends it"

	as thief
	sign_in nadia
	as nadia; sign_in nadia
	get /account/sessions; want 200
	post /account/sessions/end-others; want 303
	get /account; want 200
	as thief; get /account; want 303
	as nadia
	ok "other sessions can be ended"

	clock 2026-03-02T08:14:00Z; get /account; want 200
	clock 2026-03-02T08:28:00Z; get /account; want 200
	clock 2026-03-02T08:44:00Z; get /account; want 303
	ok "a session ends 15 minutes after the last page"
	sign_in nadia
	for h in 09 10 11 12 13 14 15 16 17 18 19 20; do
		for m in 00 14 28 42 56; do
			request POST /_test/clock -H 'Content-Type: text/plain' --data-binary "2026-03-02T$h:$m:00Z"
			get /account
		done
	done
	want 303
	ok "and 12 hours after signing in, whatever happens"
	stop_diwan
}

locking_out() {
	country "$1"
	new_user nadia MA-FES desk
	as nadia; sign_in nadia; post /sign-out
	as stranger
	for i in 1 2 3 4 5 6 7 8; do post /sign-in user=nadia pass="wrong $i"; want 422; done
	post /sign-in user=nadia pass="$password"; want 422; has 'Too many tries'
	ok "after 8 wrong tries a network has to wait, even with the right password"
	as nadia; sign_in nadia; get /account; want 200
	ok "the browser that signed in before is not shut out by a stranger of the same network"
	as stranger
	clock 2026-03-02T08:16:00Z
	sign_in nadia
	ok "waiting helps"
	stop_diwan
}

passwords() {
	country "$1"
	as admin
	post /sign-in user=admin pass="$admin_password"; want 422; has 'Write the code'
	post /sign-in user=admin pass="$admin_password" otp=000000; want 422; has 'not right'
	post /sign-in user=admin pass="$admin_password" otp="$(code "$admin_secret" $t0)"; want 303
	ok "who has a second factor needs it"
	get /admin/accounts; want 303; same "$(location)" /account/password
	post /account/password old="$admin_password" fresh=short again=short; want 422; has 'at least 10'
	post /account/password old=nope fresh="$password" again="$password"; want 422; has 'not your password'
	post /account/password old="$admin_password" fresh="$password" again="${password}x"; want 422; has 'differ'
	post /account/password old="$admin_password" fresh="$password" again="$password"; want 303
	get /admin/accounts; want 200
	ok "a first password has to be changed before anything else"
	post /sign-out
	post /sign-in user=admin pass="$password" otp="$(code "$admin_secret" $t0)"; want 422; has 'used already'
	clock 2026-03-02T08:01:00Z
	sign_in admin "$admin_secret" 2026-03-02T08:01:00Z
	ok "a code serves once"

	new_user chef MA-FES administrator
	as chef; sign_in chef
	get /admin/accounts; want 303; same "$(location)" /account/second-factor
	get /account/second-factor; want 200; has '<svg class="qr"'
	secret=$(input secret)
	post /account/second-factor secret="$secret" code=123456 pass="$password"; want 422
	post /account/second-factor secret="$secret" code="$(code "$secret" 2026-03-02T08:01:00Z)" pass="$password"; want 200
	has 'Keep these codes'
	backup=$(grep -oE '[2-9A-Z]{5}-[2-9A-Z]{5}' "$body" | head -n 1)
	get /admin/accounts; want 200
	post /sign-out
	post /sign-in user=chef pass="$password" otp="$backup"; want 303
	post /sign-out
	post /sign-in user=chef pass="$password" otp="$backup"; want 422
	ok "an administrator enrols first; a backup code works once"
	stop_diwan
}

administering() {
	country "$1"
	new_user chef MA-FES administrator --totp; secret=$totp
	new_user far MA-RAB desk
	as chef; sign_in chef "$secret" $t0
	fes=$(get /admin/accounts/new; grep -oE '<option value="[0-9]+"' "$body" | grep -oE '[0-9]+' | head -n 1)
	post /admin/accounts/new name='Samira B' login=samira organization="$fes" role=desk lang=fr; want 200; has 'First password'
	first=$(grep -oE '[a-z2-9]{4}(-[a-z2-9]{4}){3}' "$body" | head -n 1)
	post /admin/accounts/new name='Samira B' login=samira organization="$fes" role=desk; want 422; has 'is taken'
	post /admin/accounts/new name='X' login=x organization="$fes" role=platform; want 422; has 'Choose a role'
	post /admin/accounts/new name='X' login=x organization=1 role=desk; want 422; has 'Choose an organisation'
	ok "an administrator adds accounts of the own branch and below the own role"
	get /admin/accounts; want 200; has 'samira'; hasnt 'far' 'admin<'
	one=$(href '^/admin/accounts/[0-9]+$')
	ok "and sees no other branch"
	as samira
	post /sign-in user=samira pass="$first"; want 303
	follow; want 303; same "$(location)" /account/password
	ok "the first password works once"
	as chef
	samira=$(get /admin/accounts; grep -oE '/admin/accounts/[0-9]+">(<bdi>)?Samira' "$body" | grep -oE '[0-9]+' | head -n 1)
	get "/admin/accounts/$samira"; want 200
	version=$(input version)
	post "/admin/accounts/$samira" name='Samira Benali' lang=ar version="$version" active=1; want 303
	post "/admin/accounts/$samira" name='Samira B' lang=ar version="$version" active=1; want 409; has 'meanwhile'
	ok "a change meanwhile is said, not overwritten"
	key=AAAAAAAAAAAAAAAAAAAAAA
	post "/admin/accounts/$samira" name='Samira C' lang=ar version=$((version + 1)) active=1 key=$key; want 303
	post "/admin/accounts/$samira" name='Samira C' lang=ar version=$((version + 1)) active=1 key=$key; want 303
	ok "the same form sent twice is done once and answered twice"
	post "/admin/accounts/$samira" name='Samira C' lang=ar version=$((version + 2)); want 303
	as samira; get /account/password; want 303
	ok "a disabled account's sessions end at once"
	as chef
	admin=$(diwan user list | grep -c .); [ "$admin" -ge 4 ] || say_wrong "user list: $admin"
	get /admin/accounts/12345; want 404
	get /admin/accounts/abc; want 404
	ok "what is not there is not found"
	stop_diwan
}

several_roles() {
	country "$1"
	new_user double MA-FES desk
	new_user boss MA platform --totp; secret=$totp
	as boss; sign_in boss "$secret" $t0
	double=$(get /admin/accounts; grep -oE '/admin/accounts/[0-9]+">(<bdi>)?double' "$body" | grep -oE '[0-9]+' | head -n 1)
	get /admin/organizations; want 200; has 'MA-FES' 'MA-RAB'
	rabat=$(grep -E 'MA-RAB' "$body" | grep -oE '/admin/organizations/[0-9]+' | grep -oE '[0-9]+' | head -n 1)
	post "/admin/accounts/$double/roles" organization="$rabat" role=director; want 303
	as double; sign_in double
	get /account; want 303; same "$(location)" /account/role
	get /account/role; want 200; has 'Director' 'Desk'
	director=$(grep -oE 'value="[0-9]+"[^>]*> <span>Director' "$body" | grep -oE '[0-9]+')
	post /account/role membership=1; want 422
	post /account/role membership="$director"; want 303
	get /audit; want 200
	ok "who has several roles chooses one, and it is that one"
	stop_diwan
}

organisations() {
	country "$1"
	new_user boss MA platform --totp; secret=$totp
	as boss; sign_in boss "$secret" $t0
	get '/admin/organizations?lang=fr'; get /admin/organizations; want 200; has 'L’Oriental' 'M’diq-Fnideq'
	codes=$(grep -oE 'MA-(0[1-9]|1[0-2]|FES|TNG)<' "$body" | tr -d '\n')
	[[ $codes = MA-05*MA-06*MA-12*MA-08*MA-03*MA-FES*MA-10*MA-02*MA-11*MA-07*MA-04*MA-09*MA-01*MA-TNG* ]] || say_wrong "in the order of codes: $codes"
	get '/admin/accounts/new'; want 200
	same "$(grep -oE '(Béni|Casablanca|Drâa|Fès-M|Rabat-|Tanger-T)' "$body" | awk '!seen[$0]++' | tr '\n' ' ')" 'Béni Casablanca Drâa Fès-M Rabat- Tanger-T '
	get /; want 200
	same "$(grep -oE '(Béni|Casablanca|Drâa|Fès-M|Rabat-|Tanger-T)' "$body" | awk '!seen[$0]++' | tr '\n' ' ')" 'Béni Casablanca Drâa Fès-M Rabat- Tanger-T '
	ok "organisations are sorted by their names below each other"
	get '/admin/organizations?lang=en'; get /admin/organizations; want 200
	fes=$(grep -E 'MA-FES<' "$body" | grep -oE '/admin/organizations/[0-9]+' | grep -oE '[0-9]+' | head -n 1)
	post /admin/organizations/new parent="$fes" kind=establishment code=FES-X name_fr='Hôpital X' name_ar='مستشفى' phone='0535 12 34 56'; want 303
	x=$(location | grep -oE '[0-9]+$')
	follow; want 200; has 'Hôpital X' '+212535123456'
	post /admin/organizations/new parent="$fes" kind=establishment code=FES-X name_fr=Y name_ar=Y; want 422; has 'is taken'
	post /admin/organizations/new parent="$fes" kind=palace code=fes name_fr= name_ar=; want 422; has 'Write the French name'
	ok "a hospital is added without a file"
	post "/admin/organizations/$x/settings" ahead_per_person=3 ahead_per_phone=9 network_share=50 retention_years=4 messages_from=09:00 messages_to=09:30; want 422; has "At least one hour after the beginning"
	post "/admin/organizations/$x/settings" ahead_per_person=3 ahead_per_phone=9 network_share=50 retention_years=4 messages_from=09:00 messages_to=18:30; want 303
	get "/admin/organizations/$x"; has 'value="9"'
	get "/admin/organizations/$fes"; hasnt 'value="9"'
	ok "its limits hold for it alone"
	post "/admin/organizations/$x/places" code=A name_fr='Bâtiment A' name_ar='بناية' address_fr='1, rue' postal_code=123; want 422; has 'five digits' 'value="123"'
	post "/admin/organizations/$x/places" code=A name_fr='Bâtiment A' name_ar='بناية' address_fr='1, rue' postal_code='٣٠ ٠٠٠'; want 303
	follow; want 200; has 'Bâtiment A'
	get "$(grep -oE '/admin/places/[0-9]+' "$body" | head -n 1)"; want 200; has 'value="30000"'
	post "/admin/organizations/$x/places" code=A name_fr=B name_ar=B; want 422; has 'is taken'
	ok "and has places"
	get "/admin/organizations/$x/calendar?year=2026"; want 200; has 'Green March' 'predicted'
	post "/admin/organizations/$x/calendar" day=2026-04-01 kind=closure name_fr='Travaux' name_ar='أشغال' confirmed=1; want 303
	follow; want 200; has 'Travaux'
	post "$(grep -oE "/admin/organizations/$x/calendar/[0-9]+/remove" "$body" | head -n 1)"; want 303
	follow; hasnt 'Travaux'
	ok "holidays hold from above, closures are its own"
	new_user chef MA-RAB administrator --totp; secret=$totp
	as chef; sign_in chef "$secret" $t0
	for p in "" /places /calendar; do get "/admin/organizations/$x$p"; want 404; done
	post "/admin/organizations/$x/settings" ahead_per_person=3 ahead_per_phone=9 network_share=50 retention_years=4 messages_from=09:00 messages_to=18:30; want 404
	post /admin/organizations/new parent="$fes" kind=establishment code=ZZ name_fr=Y name_ar=Y; want 404
	post /admin/organizations/new kind=ministry code=ZZ name_fr=Y name_ar=Y; want 404
	ok "an administrator of elsewhere does not find it"
	stop_diwan
}

machines_and_trail() {
	country "$1"
	token=$(diwan token add --organization MA-FES --role machine --test-mode --clock $t0)
	[[ $token =~ ^[A-Za-z0-9_-]{22}$ ]] || say_wrong "token: $token"
	ok "diwan token add prints a token and nothing else"
	diwan token add --organization NOWHERE --role machine >"$body" 2>&1; same $? 1
	diwan token revoke "$token" >"$body"; same $? 0
	diwan token revoke "$token" >"$body" 2>&1; same $? 1
	diwan token add >"$body" 2>&1; same $? 2
	ok "a token can be revoked once"
	new_user boss MA director
	as boss; sign_in boss
	get /audit; want 200; has 'signed in' 'POST /sign-in'
	new_user nadia MA-FES desk; as nadia; sign_in nadia
	get /audit; want 404; get /audit/1; want 404; post /audit login=boss; want 404
	ok "signing in is in the trail, which a desk does not see"

	new_user adm MA-FES administrator --totp; as adm; sign_in adm "$totp" $t0
	get /admin/tokens; want 200; has 'revoked'
	fes=$(sql_value "SELECT id FROM organization WHERE code = 'MA-FES'"); root=$(sql_value "SELECT id FROM organization WHERE code = 'MA'")
	post /admin/tokens "label=X" "organization=$root"; want 422
	post /admin/tokens "organization=$fes"; want 422; has 'Write which program it is for'
	post /admin/tokens "label=Laboratory" "organization=$fes"; want 200
	token=$(grep -oE '>[A-Za-z0-9_-]{22}<' "$body" | tr -d '<>' | head -n 1)
	get /admin/tokens; has 'Laboratory' 'never'; hasnt "$token"
	request GET /fhir/Organization -H "Authorization: Bearer $token"; want 200
	wait_until '[ "$(sql_value "SELECT count(*) FROM bearer_token WHERE seen_at IS NOT NULL")" = 1 ]'
	get /admin/tokens; same "$(count '<td>never')" 1; id=$(grep -oE '/admin/tokens/[0-9]+/revoke' "$body" | head -n 1)
	post "$id"; want 303
	request GET /fhir/Organization -H "Authorization: Bearer $token"; want 401
	ok "an administrator issues, watches and revokes machines' tokens of the own branch"

	nadia=$(sql_value "SELECT id FROM account WHERE login = 'nadia'")
	post "/admin/accounts/$nadia" version=1 'name=Nadia B' active=1; want 303
	post "/admin/accounts/$nadia/roles" "organization=$fes" role=director; want 303
	post "/admin/accounts/$nadia/second-factor"; want 303
	as boss
	get '/audit?only=administration'; want 200
	has 'diwan token add' 'issued a machine' 'Laboratory' 'revoked a machine' 'changed an account' 'gave a role' 'removed a second factor' 'Nadia B'
	post /audit login=nobody; want 422; has 'No account of yours'
	post /audit login=adm; want 303; follow; want 200; has 'saw and did' 'gave a role'; hasnt 'diwan token add'
	ok "what was administered is in the trail, by account too"

	sql "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 60) INSERT INTO organization (id, parent_id, tree_lo, tree_hi, depth, kind, code, name_fr,
		name_ar, name_en, name_fold, sms_name, phone, zone, active, version) SELECT 500 + i, o.id, o.tree_lo + i, o.tree_lo + i + 1, o.depth + 1, 'department', 'D' || i, 'D', 'D',
		'D', 'd', 'D', '', 'Africa/Casablanca', TRUE, 1 FROM organization o, k WHERE o.code = 'MA-FES'"
	sql "INSERT INTO membership (id, account_id, organization_id, role) SELECT id, $nadia, id, 'desk' FROM organization WHERE id BETWEEN 501 AND 560"
	as adm; post "/admin/accounts/$nadia/second-factor"; want 303
	sql "INSERT INTO membership (id, account_id, organization_id, role) VALUES (9000000000000000001, $nadia, $root, 'platform')"
	post "/admin/accounts/$nadia/second-factor"; want 409
	ok "who may more by the last of many roles is not administered"
	stop_diwan
}

guessing_codes() {
	DIWAN_BEHIND_PROXY=1 start_diwan "$1" --clock $t0
	diwan first-account --test-mode --clock $t0 >"$work/first"
	new_user chef MA-FES administrator --totp; secret=$totp
	as chef; sign_in chef "$secret" $t0; post /sign-out
	clock 2026-03-02T08:02:00Z
	as thief
	for i in {1..20}; do
		post /sign-in user=chef pass="$password" otp=123456 -- -H "X-Forwarded-For: 10.0.$i.1"; want 422; has 'not right'
	done
	right=$(code "$secret" 2026-03-02T08:02:00Z)
	post /sign-in user=chef pass="$password" otp="$right" -- -H 'X-Forwarded-For: 10.1.1.1'; want 422; has 'Too many wrong codes'
	ok "who knows the password cannot guess the code from ever new networks"
	as chef; post /sign-in user=chef pass="$password" otp="$right"; want 303
	ok "and its owner, in the own browser, is not held up by that"
	stop_diwan
}

origins() {
	country "$1"
	new_user nadia MA-FES desk
	as nadia; sign_in nadia
	request POST /account/sessions/end-others -H 'Origin: https://evil.example' -d ''; want 403
	request POST /account/sessions/end-others -H 'Sec-Fetch-Site: cross-site' -d ''; want 403
	request POST /account/sessions/end-others -H "Origin: $url" -d ''; want 303
	request GET /sign-out; want 405
	ok "a write from another site's page is refused"
	stop_diwan
}

for t in signing_in locking_out passwords administering several_roles organisations machines_and_trail guessing_codes origins; do on_both $t; done
finish
