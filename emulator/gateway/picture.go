package gateway

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"

	"localipay/emulator/alipay"
	"localipay/emulator/store"
)

// pixels are the sizes of picSize (merchant-qr §5); S is what a code is shown
// in when nothing is said.
var pixels = map[string]int{"": 240, "S": 240, "M": 480, "L": 960}

// Picture serves /show.htm: a code as a PNG. Stopped and deleted codes have a
// picture too; paper on a counter does not vanish either.
func (g *Gateway) Picture(w http.ResponseWriter, r *http.Request) {
	size, ok := pixels[r.URL.Query().Get("picSize")]
	if !ok {
		http.Error(w, "picSize must be S, M or L", http.StatusBadRequest)
		return
	}
	code := r.URL.Query().Get("code")
	value := ""
	g.worlds.Holding(func(rows store.Reader) bool {
		q, found := rows.QRCode(alipay.CodeOf(code))
		value = q.Value
		return found
	})
	if value == "" {
		http.Error(w, "there is no such code: take code from qrcode_img_url", http.StatusNotFound)
		return
	}
	picture, err := draw2D(value, size)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "image/png")
	_ = png.Encode(w, picture)
}

// draw2D draws a code with the quiet zone of four modules that readers need.
func draw2D(value string, size int) (image.Image, error) {
	code, err := qr.Encode(value, qr.L, qr.Auto) // fewer, larger modules: a screen is not scratched
	if err != nil {
		return nil, err
	}
	modules := code.Bounds().Dx()
	inner := size / (modules + 8) * modules
	scaled, err := barcode.Scale(code, inner, inner)
	if err != nil {
		return nil, err
	}
	canvas := image.NewGray(image.Rect(0, 0, size, size))
	draw.Draw(canvas, canvas.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	at := (size - inner) / 2
	draw.Draw(canvas, image.Rect(at, at, at+inner, at+inner), scaled, image.Point{}, draw.Src)
	return canvas, nil
}
