package wallet_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"testing"

	"github.com/boombuler/barcode/qr"
	"github.com/stretchr/testify/require"

	"localipay/emulator/wallet"
)

const value = "https://qr.alipay.com/ocx08773avndzmqyichyu23"

// drawn is a code on white paper, its side so many pixels. It and photographed write bytes instead
// of colours: millions of calls would take a minute under the race detector.
func drawn(t testing.TB, side int) *image.Gray {
	t.Helper()
	code, err := qr.Encode(value, qr.M, qr.Auto)
	require.NoError(t, err)
	modules := code.Bounds().Dx()
	paper := image.NewGray(image.Rect(0, 0, side*3/2, side*3/2))
	for i := range paper.Pix {
		paper.Pix[i] = 255
	}
	module := side / modules
	for y := range modules * module {
		row := paper.Pix[paper.PixOffset(side/4, side/4+y):]
		for x := range modules {
			if code.At(x, y/module) == color.Black {
				clear(row[x*module : (x+1)*module])
			}
		}
	}
	return paper
}

// photographed is a picture turned, and seen on a grey table in poor light.
func photographed(from *image.Gray, degrees float64) *image.Gray {
	b := from.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dx()*3/2, b.Dy()*3/2))
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	width, height := out.Bounds().Dx(), out.Bounds().Dy()
	for y := range height {
		row := out.Pix[out.PixOffset(0, y):][:width]
		for x := range row {
			dx, dy := float64(x-width/2), float64(y-height/2)
			sx, sy := int(dx*cos+dy*sin)+b.Dx()/2, int(dy*cos-dx*sin)+b.Dy()/2
			shade := 120.0
			if image.Pt(sx, sy).In(b) {
				shade = float64(from.Pix[from.PixOffset(sx, sy)])
			}
			row[x] = uint8(shade*(0.5+0.4*float64(x)/float64(width)) + 15)
		}
	}
	return out
}

// inColour is it in yellow light.
func inColour(grey *image.Gray) *image.RGBA {
	out := image.NewRGBA(grey.Rect)
	for i, g := range grey.Pix {
		copy(out.Pix[4*i:], []byte{g, g, g / 4 * 3, 255})
	}
	return out
}

// seeThrough is its ink alone.
func seeThrough(grey *image.Gray) *image.NRGBA {
	out := image.NewNRGBA(grey.Rect)
	for i, g := range grey.Pix {
		out.Pix[4*i+3] = 255 - g
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
	for name, picture := range map[string]func() image.Image{
		"a small code":               func() image.Image { return drawn(t, 120) },
		"a large code":               func() image.Image { return drawn(t, 1500) },
		"a code on see-through foil": func() image.Image { return seeThrough(drawn(t, 300)) },
		"a code lying on its side":   func() image.Image { return photographed(drawn(t, 700), 90) },
		"a code upside down":         func() image.Image { return photographed(drawn(t, 700), 180) },
		"a code held askew":          func() image.Image { return inColour(photographed(drawn(t, 700), 17)) },
		"a code held far askew":      func() image.Image { return photographed(drawn(t, 700), 40) },
		"a code in a large picture":  func() image.Image { return photographed(drawn(t, 1000), 5) },
	} {
		t.Run("reads "+name, func(t *testing.T) {
			t.Parallel()
			got, err := wallet.Decode(asPNG(t, picture()))
			require.NoError(t, err)
			require.Equal(t, value, got)
		})
	}
	t.Run("reads a JPEG of poor quality", func(t *testing.T) {
		t.Parallel()
		var out bytes.Buffer
		require.NoError(t, jpeg.Encode(&out, inColour(photographed(drawn(t, 700), 3)), &jpeg.Options{Quality: 25}))
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
