/* QR codes by libqrencode, as modules and as one SVG path. */
#include "codes/codes.h"

#include "base/buf.h"

#include <errno.h>
#include <qrencode.h>

#define QUIET 4

enum err qr_make(struct arena *a, struct str text, struct qr *ret)
{
	QRcode *q;
	unsigned char *dark;

	if (text.n > 1000)
		return E_LIMIT;
	if (text.n == 0)
		return E_INPUT;
	q = QRcode_encodeData((int)text.n, (const unsigned char *)text.p, 0, QR_ECLEVEL_M);
	if (!q)
		return errno == ERANGE ? E_LIMIT : E_IO;
	arena_on_end(a, (void (*)(void *))QRcode_free, q);
	dark = arena_alloc(a, (size_t)q->width, (size_t)q->width);
	for (int i = 0; i < q->width * q->width; i++)
		dark[i] = q->data[i] & 1;
	*ret = (struct qr){ q->width, dark };
	return OK;
}

/* Runs of dark modules in a row become one rectangle: M x y h n v 1 h -n z. */
struct str qr_svg_path(struct arena *a, const struct qr *qr, int *ret_side)
{
	BUF_AUTO struct buf b = BUF((size_t)1 << 20);

	for (int y = 0; y < qr->size; y++) {
		for (int x = 0; x < qr->size; ) {
			int n = 0;

			while (x + n < qr->size && qr->dark[y * qr->size + x + n])
				n++;
			if (n)
				buf_put_fmt(&b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET, n, n);
			x += n ? n : 1;
		}
	}
	*ret_side = qr->size + 2 * QUIET;
	return arena_str(a, buf_str(&b));
}
