/*
 * A receipt made by other hands (Node's own Ed25519): key of seed 07…07, five entries, the third is the receipt's. For
 * tests, which change its parts.
 * Must not know: anything of ledger/.
 */
#ifndef LEDGER_TEST_RECEIPT_EXAMPLE_H
#define LEDGER_TEST_RECEIPT_EXAMPLE_H

#define KEY "diwan.example/ledger+cb349328+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"
#define OTHER_KEY "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define HOLDER "BlOXDCc9FBzRw1hJHMOSoOszYGYg9UpUmaOoecC39SE="
#define ENTRY(seats, more) "{\\\"act\\\":\\\"book\\\",\\\"at\\\":\\\"2026-11-26T12:15:05Z\\\",\\\"capacity\\\":" seats \
	",\\\"ceiling\\\":null,\\\"chain\\\":\\\"chain-2\\\",\\\"channel\\\":\\\"online\\\",\\\"class\\\":null," \
	"\\\"holder\\\":\\\"" HOLDER "\\\",\\\"minutes\\\":20,\\\"org\\\":\\\"FES-IAK\\\"," \
	"\\\"reason\\\":null,\\\"role\\\":\\\"public\\\",\\\"schedule\\\":\\\"00ff\\\",\\\"service\\\":\\\"cardio\\\"," \
	"\\\"slot\\\":\\\"2026-12-01T09:40\\\",\\\"v\\\":1,\\\"zone\\\":\\\"Africa/Casablanca\\\"" more "}"
#define REFERENCE "B7K2M9QX4TZ"
#define SALT "AAECAwQFBgcICQoLDA0ODw=="
#define P0 "\"Uh/uKo5D7Xw+PNjjjzCRCidvETXGGoI5mC9037nTzDM=\""
#define P1 "\"MUjMtT2pDuYDzMnVnkOXFTHqtoER6aXirPeYRRFZRZs=\""
#define P2 "\"LIF/EP5/ZneHbZ6SgBS8pkF+mb2Mjs+ImK9ckSIygPc=\""
#define PROOF "[" P0 "," P1 "," P2 "]"
#define SIGNATURE "yzSTKCcfGE59vX0QBUeflNoKRwV21PRoT1sbuBnKKX1IZ4num1cO1zgurd9pa8Ghh74f9nynOXIByUuamaqGbnfiNgI="
#define DASH "\xE2\x80\x94 "
#define CHECKPOINT(n, sig) "\"diwan.example/ledger" n "5" n "bS1ls5d+gH+ZWmbqUK1Vg/NAehhx7ciR9bM0KhVeex0=" n n DASH \
	"diwan.example/ledger " sig n "\""
#define SIGNED CHECKPOINT("\\n", SIGNATURE)
#define RECEIPT_OF(entry, reference, salt, index, size, proof, checkpoint) "{\"entry\":\"" entry "\",\"reference\":\"" reference \
	"\",\"salt\":\"" salt "\",\"index\":" index ",\"size\":" size ",\"proof\":" proof ",\"checkpoint\":" checkpoint "}"
#define PLAIN ENTRY("1", "")
#define RECEIPT RECEIPT_OF(PLAIN, REFERENCE, SALT, "2", "5", PROOF, SIGNED)

#endif
