package wallet_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math"
	"testing"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
	"github.com/stretchr/testify/require"

	"localipay/emulator/wallet"
)

const value = "https://qr.alipay.com/ocx08773avndzmqyichyu23"

// drawn is a code on white paper, its side so many pixels.
func drawn(t testing.TB, side int) *image.RGBA {
	t.Helper()
	code, err := qr.Encode(value, qr.M, qr.Auto)
	require.NoError(t, err)
	scaled, err := barcode.Scale(code, side, side)
	require.NoError(t, err)
	paper := image.NewRGBA(image.Rect(0, 0, side*3/2, side*3/2))
	draw.Draw(paper, paper.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(paper, scaled.Bounds().Add(image.Pt(side/4, side/4)), scaled, image.Point{}, draw.Src)
	return paper
}

// photographed is a picture turned, and seen on a grey table in poor light.
func photographed(from image.Image, degrees float64) image.Image {
	b := from.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx()*3/2, b.Dy()*3/2))
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	cx, cy := float64(out.Bounds().Dx())/2, float64(out.Bounds().Dy())/2
	for y := range out.Bounds().Dy() {
		for x := range out.Bounds().Dx() {
			dx, dy := float64(x)-cx, float64(y)-cy
			sx, sy := int(dx*cos+dy*sin)+b.Dx()/2, int(dy*cos-dx*sin)+b.Dy()/2
			shade := color.Color(color.Gray{Y: 120})
			if (image.Point{sx, sy}).In(b) {
				shade = from.At(sx, sy)
			}
			grey, _ := color.GrayModel.Convert(shade).(color.Gray)
			light := 0.55 + 0.4*float64(x)/float64(out.Bounds().Dx())
			out.Set(x, y, color.Gray{Y: uint8(float64(grey.Y)*light + 15)})
		}
	}
	return out
}

func asPNG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, picture))
	return out.Bytes()
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, picture := range map[string]image.Image{
		"a small code":              drawn(t, 120),
		"a large code":              drawn(t, 1500),
		"a code lying on its side":  photographed(drawn(t, 700), 90),
		"a code upside down":        photographed(drawn(t, 700), 180),
		"a code held askew":         photographed(drawn(t, 700), 17),
		"a code held far askew":     photographed(drawn(t, 700), 40),
		"a code in a large picture": photographed(drawn(t, 1000), 5),
	} {
		t.Run("reads "+name, func(t *testing.T) {
			t.Parallel()
			got, err := wallet.Decode(asPNG(t, picture))
			require.NoError(t, err)
			require.Equal(t, value, got)
		})
	}
	t.Run("reads a JPEG of poor quality", func(t *testing.T) {
		t.Parallel()
		var out bytes.Buffer
		require.NoError(t, jpeg.Encode(&out, photographed(drawn(t, 700), 3), &jpeg.Options{Quality: 25}))
		got, err := wallet.Decode(out.Bytes())
		require.NoError(t, err)
		require.Equal(t, value, got)
	})
	t.Run("finds nothing where nothing is", func(t *testing.T) {
		t.Parallel()
		_, err := wallet.Decode(asPNG(t, image.NewGray(image.Rect(0, 0, 300, 300))))
		require.EqualError(t, err, "not_found")
	})
	t.Run("does not unpack what claims to be enormous", func(t *testing.T) {
		t.Parallel()
		_, err := wallet.Decode(bomb(t, 60_000, 60_000))
		require.EqualError(t, err, "too_large")
	})
}

// bomb is a small PNG whose header claims another size.
func bomb(t *testing.T, width, height uint32) []byte {
	t.Helper()
	data := asPNG(t, image.NewGray(image.Rect(0, 0, 1, 1)))
	const header = 8 + 8 // signature; length and name of IHDR
	binary.BigEndian.PutUint32(data[header:], width)
	binary.BigEndian.PutUint32(data[header+4:], height)
	binary.BigEndian.PutUint32(data[header+13:], crc32.ChecksumIEEE(data[header-4:header+13]))
	return data
}

func FuzzDecode(f *testing.F) {
	f.Add(asPNG(f, drawn(f, 60)))
	f.Add([]byte("GIF89a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 {
			t.Skip("a picture of this size takes long and shows nothing more")
		}
		text, err := wallet.Decode(data)
		if err != nil {
			require.Empty(t, text)
		}
	})
}
