#!/usr/bin/env bash
# mkquery stops on every mistake, and says where. Each tests/unit/mkquery/<case>.sql is a queries.sql whose
# first line is `-- expect: LINE: words of the message` or `-- expect: ok`.
set -u
cd "$(dirname "$0")/../.."
make -s build/tools/mkquery || exit 1
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
fail=0
mkdir -p "$tmp/src/areas/a/schema"
echo a >"$tmp/src/areas/ORDER"; echo patient >"$tmp/src/areas/PERSONS"
cat >"$tmp/src/areas/a/schema/0001_a.sql" <<'SQL'
CREATE TABLE organization (id BIGINT NOT NULL PRIMARY KEY, tree_lo BIGINT NOT NULL, name TEXT NOT NULL, day INTEGER, ok BOOLEAN NOT NULL);
CREATE TABLE patient (id BIGINT NOT NULL PRIMARY KEY, organization_id BIGINT NOT NULL REFERENCES organization (id), name TEXT NOT NULL, email TEXT, practitioner_id BIGINT, booked_by BIGINT);
-- sqlite:
CREATE TRIGGER t BEFORE DELETE ON patient BEGIN SELECT RAISE(ABORT, 'no; really'); END;
SQL
for f in tests/unit/mkquery/*.sql; do
	name=$(basename "$f" .sql); name=${name//_/ }
	want=$(sed -n '1s/^-- expect: //p' "$f")
	cp "$f" "$tmp/src/areas/a/queries.sql"
	rm -rf "$tmp/out"; mkdir "$tmp/out"
	build/tools/mkquery "$tmp/src" "$tmp/out" >"$tmp/log" 2>&1; rc=$?
	if [ "$want" = ok ]; then
		if [ $rc -eq 0 ] && gcc -std=gnu17 -Wall -Wextra -Werror -Wconversion -Isrc -I"$tmp/out" -fsyntax-only "$tmp/out/a_q.c"; then
			echo "ok - $name"
		else
			echo "not ok - $name"; cat "$tmp/log"; fail=1
		fi
	elif [ $rc -ne 0 ] && [ ! -e "$tmp/out/a_q.c" ] && grep -qF "queries.sql:$want" "$tmp/log"; then
		echo "ok - $name"
	else
		echo "not ok - $name (expected $want)"; cat "$tmp/log"; fail=1
	fi
done
# A step that does not run stops the build too.
cp tests/unit/mkquery/a_good_file.sql "$tmp/src/areas/a/queries.sql"
printf 'CREATE TABLE good (id BIGINT);\nCREATE TABLE organization (id BIGINT);\n' >"$tmp/src/areas/a/schema/0002_b.sql"
build/tools/mkquery "$tmp/src" "$tmp/out" >"$tmp/log" 2>&1 && rc=0 || rc=1
if [ $rc = 1 ] && grep -q '0002_b.sql:2: table organization already exists' "$tmp/log"; then echo "ok - a broken schema step is named"; else echo "not ok - a broken schema step is named"; cat "$tmp/log"; fail=1; fi
rm "$tmp/src/areas/a/schema/0002_b.sql"
# A second run changes nothing.
build/tools/mkquery "$tmp/src" "$tmp/out" >/dev/null 2>&1
if build/tools/mkquery "$tmp/src" "$tmp/out" | grep -q ' 0 files changed'; then echo "ok - a second run leaves files alone"; else echo "not ok - a second run leaves files alone"; fail=1; fi
exit $fail
