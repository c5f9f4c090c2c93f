package console

import (
	"time"

	"localipay/emulator/clock"
	"localipay/emulator/page"
	"localipay/emulator/world"
)

// frame is what stands around a page: what the templates of the sidebar and the
// crumbs are given. A page embeds it, or is put beside it by framed.
type frame struct {
	Partner string // "" on pages of no merchant
	Name    string
	Home    string
	Now     time.Time // by the merchant's clock
	Frozen  bool
	Nav     []navLink
	Current string // the nav entry
	Version string
}

// here tells a page of a merchant where it is; pages embed it.
type here struct{ Partner, Home string }

func (c *call) here() here { return here{c.world.Partner, c.home()} }

// navLink is an entry of the sidebar; its text is nav.ID.
type navLink struct {
	ID, URL string
	Current bool
}

// merchantNav are the merchant's pages, in the order of the sidebar.
func merchantNav() []string {
	return []string{"overview", "trades", "requests", "notifications", "codes", "clock", "faults", "files", "settings"}
}

// frame is made of a merchant's world, or nil, and the current nav entry.
func (c *Console) frame(w *world.World, current string) frame {
	f := frame{Current: current, Version: c.Version}
	if w == nil {
		for _, e := range [][2]string{{"merchants", "/"}, {"requests", "/console/requests"}, {"scenarios", "/console/scenarios"}} {
			f.Nav = append(f.Nav, navLink{e[0], e[1], e[0] == current})
		}
		return f
	}
	f.Partner, f.Name, f.Home = w.Partner, w.Ledger.Switches().Name, pathOf(w.Partner)
	f.Now, f.Frozen = w.Clock.Now(), w.Clock.Mode() == clock.Frozen
	for _, id := range merchantNav() {
		path := f.Home
		if id != "overview" {
			path += "/" + id
		}
		f.Nav = append(f.Nav, navLink{id, path, id == current})
	}
	return f
}

// framed puts a page and what stands around it together.
func (c *Console) framed(call *call, current string, data any) page.Framed {
	return page.Framed{Around: c.frame(call.world, current), Page: data}
}
