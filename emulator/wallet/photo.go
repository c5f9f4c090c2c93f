package wallet

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
	_ "image/gif"  // what phones and screens make
	_ "image/jpeg" // what phones and screens make
	_ "image/png"  // what phones and screens make
	"slices"
	"strings"
	"sync"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// Why no code was read; the texts are ids of what the page says.
var (
	errNothing    = errors.New("nothing")
	errUnreadable = errors.New("unreadable")
	errTooLarge   = errors.New("too_large")
	errNotFound   = errors.New("not_found")
)

// maxPixels is a good phone's photo, 8064 × 6048. A picture that says to be
// larger is refused before it is unpacked: a few bytes can claim gigabytes.
const maxPixels = 50_000_000

// one picture is unpacked at a time: a large one takes hundreds of megabytes.
var one sync.Mutex

// Decode reads the QR code on a picture (PNG, JPEG or GIF).
func Decode(data []byte) (string, error) {
	config, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return "", errUnreadable
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height {
		return "", errTooLarge
	}
	one.Lock()
	defer one.Unlock()
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil || picture.Bounds().Empty() {
		return "", errUnreadable
	}
	return find(greyOf(picture))
}

// sides are the lengths to which a picture is shrunk before it is looked at: a
// code that is sharp at one of them is often too grainy or too small at another.
var sides = [...]int{1000, 600, 1600, 350}

// angles are by how much it is then turned: some codes hide a corner from
// gozxing while they lie just so, about one of 300 among those drawn.
var angles = [...]float64{0, 21, 66}

// find looks for a code in one way after another.
func find(grey *image.Gray) (string, error) {
	var seen []*image.Gray
	for _, side := range sides {
		small := shrink(grey, side)
		if !slices.ContainsFunc(seen, func(s *image.Gray) bool { return s.Rect == small.Rect }) {
			seen = append(seen, small)
		}
	}
	for _, angle := range angles {
		for _, small := range seen {
			if text, ok := read(turn(small, angle), false); ok {
				return text, nil
			}
		}
	}
	text, ok := read(seen[0], true)
	if !ok {
		text, ok = read(inverted(seen[0]), false)
	}
	if !ok {
		return "", errNotFound
	}
	return text, nil
}

// read looks for a code with either way of telling black from white. A clean
// one is not a photo, but drawn, and fills the picture.
func read(picture image.Image, clean bool) (string, bool) {
	source := gozxing.NewLuminanceSourceFromImage(picture)
	for _, binarizer := range []gozxing.Binarizer{gozxing.NewHybridBinarizer(source), gozxing.NewGlobalHistgramBinarizer(source)} {
		bitmap, err := gozxing.NewBinaryBitmap(binarizer)
		if err != nil {
			continue
		}
		if text, ok := readBitmap(bitmap, clean); ok {
			return text, true
		}
	}
	return "", false
}

// maxCorners is how many corners of codes a picture may seem to have. gozxing
// tries every three of them: a picture full of corners would take hours.
const maxCorners = 400

type tooManyCorners struct{}

// readBitmap gives up by a panic, from inside gozxing, which has no other way.
func readBitmap(bitmap *gozxing.BinaryBitmap, clean bool) (text string, ok bool) {
	defer func() {
		if _, given := recover().(tooManyCorners); given {
			text, ok = "", false
		}
	}()
	corners := 0
	hints := map[gozxing.DecodeHintType]any{
		gozxing.DecodeHintType_TRY_HARDER: true,
		gozxing.DecodeHintType_NEED_RESULT_POINT_CALLBACK: gozxing.ResultPointCallback(func(gozxing.ResultPoint) {
			if corners++; corners > maxCorners {
				panic(tooManyCorners{})
			}
		}),
	}
	if clean {
		hints[gozxing.DecodeHintType_PURE_BARCODE] = true
	}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
	if err != nil {
		return "", false
	}
	return strings.TrimSpace(found.GetText()), true
}

// greyOf is the picture without its colours, on white where it is see-through.
// A JPEG holds its grey as it is.
func greyOf(picture image.Image) *image.Gray {
	switch p := picture.(type) {
	case *image.Gray:
		return p
	case *image.YCbCr:
		return &image.Gray{Pix: p.Y, Stride: p.YStride, Rect: p.Rect}
	}
	out := image.NewGray(picture.Bounds())
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(out, out.Rect, picture, out.Rect.Min, draw.Over)
	return out
}
