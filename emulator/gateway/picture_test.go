package gateway_test

import (
	"image"
	_ "image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
	"github.com/stretchr/testify/require"
)

// TestPicture reads pictures as what they are, drawn and not photographed: in
// some codes gozxing's search for the three corners takes data for a corner.
func TestPicture(t *testing.T) {
	t.Parallel()
	clean := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true}
	w := start(t)
	for name, tc := range map[string]struct {
		with   switches
		size   string
		pixels int
	}{
		"small unless told otherwise": {nil, "", 240},
		"S":                           {nil, "&picSize=S", 240},
		"M":                           {nil, "&picSize=M", 480},
		"L":                           {nil, "&picSize=L", 960},
		"of the emulator's own URL":   {switches{"qr_base": "public"}, "", 240},
		"of a URL of 200 characters":  {switches{"qr_base": "https://m.example/" + padding(181) + "/"}, "", 240},
	} {
		t.Run(name+", it decodes to the value", func(t *testing.T) {
			t.Parallel()
			r := w.shop(t, tc.with).creating().send(t)
			response, err := http.Get(r.leaves["qrcode_img_url"] + tc.size)
			require.NoError(t, err)
			defer func() { _ = response.Body.Close() }()
			require.Equal(t, http.StatusOK, response.StatusCode)
			require.Equal(t, "image/png", response.Header.Get("Content-Type"))
			picture, _, err := image.Decode(response.Body)
			require.NoError(t, err)
			require.Equal(t, image.Pt(tc.pixels, tc.pixels), picture.Bounds().Size())
			bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
			require.NoError(t, err)
			found, err := qrcode.NewQRCodeReader().Decode(bitmap, clean)
			require.NoError(t, err)
			require.Equal(t, r.leaves["qrcode"], found.GetText())
		})
	}
	for name, tc := range map[string]struct {
		query string
		want  int
	}{
		"an unknown code": {"code=ocx00000aaaaaaaaaaaaaaa", http.StatusNotFound},
		"no code":         {"", http.StatusNotFound},
		"another size":    {"code=x&picSize=XL", http.StatusBadRequest},
	} {
		t.Run("there is none of "+name, func(t *testing.T) {
			t.Parallel()
			response, err := http.Get(w.emulator.URL() + "show.htm?" + tc.query)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			require.Equal(t, tc.want, response.StatusCode)
		})
	}
	t.Run("a deleted code keeps its picture: paper does not vanish", func(t *testing.T) {
		t.Parallel()
		s := w.shop(t)
		r := s.creating().send(t)
		s.turning(r.leaves["qrcode"], "DELETE").send(t)
		response, err := http.Get(r.leaves["qrcode_img_url"])
		require.NoError(t, err)
		require.NoError(t, response.Body.Close())
		require.Equal(t, http.StatusOK, response.StatusCode)
	})
}

func padding(n int) string { return strings.Repeat("a", n) }
