package wallet

import (
	"image"
	"image/color"
	"math"
)

const paper = 255

// blank is white paper.
func blank(width, height int) *image.Gray {
	out := image.NewGray(image.Rect(0, 0, width, height))
	for i := range out.Pix {
		out.Pix[i] = paper
	}
	return out
}

// shrink makes the picture's longer side at most so long, each point the mean
// of those it stands for; with a white rim, which a tightly cut code lacks.
func shrink(grey *image.Gray, side int) *image.Gray {
	b := grey.Bounds()
	factor := max(1, (max(b.Dx(), b.Dy())+side-1)/side)
	width, height := max(1, b.Dx()/factor), max(1, b.Dy()/factor)
	rim := max(width, height)/20 + 1
	out := blank(width+2*rim, height+2*rim)
	for y := range height {
		for x := range width {
			at := image.Rect(x*factor, y*factor, (x+1)*factor, (y+1)*factor).Add(b.Min).Intersect(b)
			out.SetGray(x+rim, y+rim, mean(grey, at))
		}
	}
	return out
}

func mean(grey *image.Gray, square image.Rectangle) color.Gray {
	sum, n := 0, square.Dx()*square.Dy()
	for y := square.Min.Y; y < square.Max.Y; y++ {
		from := grey.PixOffset(square.Min.X, y)
		for _, shade := range grey.Pix[from : from+square.Dx()] {
			sum += int(shade)
		}
	}
	return color.Gray{Y: uint8(sum / max(1, n))}
}

// turn turns a picture about its middle, on paper that holds all of it.
func turn(grey *image.Gray, degrees float64) *image.Gray {
	if degrees == 0 {
		return grey
	}
	b := grey.Bounds()
	side := int(math.Hypot(float64(b.Dx()), float64(b.Dy()))) + 1
	out := blank(side, side)
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	for y := range side {
		for x := range side {
			dx, dy := float64(x-side/2), float64(y-side/2)
			from := image.Pt(int(math.Round(dx*cos+dy*sin))+b.Dx()/2, int(math.Round(dy*cos-dx*sin))+b.Dy()/2)
			if from.In(b) {
				out.Pix[out.PixOffset(x, y)] = grey.Pix[grey.PixOffset(from.X, from.Y)]
			}
		}
	}
	return out
}

// inverted is the picture of a code that is white on black.
func inverted(grey *image.Gray) *image.Gray {
	out := image.NewGray(grey.Rect)
	for i, shade := range grey.Pix {
		out.Pix[i] = paper - shade
	}
	return out
}
