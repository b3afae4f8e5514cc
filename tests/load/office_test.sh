#!/usr/bin/env bash
# LibreOffice opens the workbook of figures, in French and from right to left, and reads the numbers of the CSV in it.
cd "$(dirname "$0")/../http" && . ./lib.sh
. tests/http/town.sh
t0=2026-11-02T08:00:00Z
filled() {
	town
	{ echo organization,service,practitioner,booked_at,channel,start,status,patient_name,birth_date,sex,phone
	for i in $(seq 11 53); do echo "FES,cardio,,2026-09-$((i % 18 + 10)) 10:$i,online,2026-10-1$((i % 9)) 09:00,fulfilled,Personne $i,1970-01-01,female,06100000$i"; done; } >"$work/past.csv"
	diwan import appointments "$work/past.csv" --test-mode --clock $t0 >"$work/out" || say_wrong "$(cat "$work/out")"
	new_user director FES director
}
opened() {	# language, word for n
	get "/figures/file.xlsx?month=2026-09&lang=$1"; want 200; cp "$body" "$work/$1.xlsx"
	soffice --headless "-env:UserInstallation=file://$work/office" --convert-to 'csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,1' --outdir "$work" "$work/$1.xlsx" >"$work/said" 2>&1 || say_wrong "$(cat "$work/said")"
	grep -q ";43;43;" "$work/$1"*.csv || say_wrong "no 43 appointments in $(cat "$work/$1"*.csv)"
	grep -q "$2" "$work/$1"*.csv || say_wrong "no $2 in $(cat "$work/$1"*.csv)"
}
new_data sqlite filled; serve_diwan --clock $t0; jobs_now
as director; sign_in director
opened fr 'Rendez-vous'; opened ar 'المواعيد'
ok "LibreOffice reads the numbers of the workbook"
stop_diwan
finish
