package console

// home is the merchant's overview, and what all its pages begin with.
const home = "/console/{partner:[0-9]{16}}"

// route is a row of the table of pages: show answers GET, act the page's forms.
// What has no Template only has forms.
type route struct {
	Path     string
	Nav      string // the entry of the sidebar that is current
	Template string
	show     func(*Console, *call) (any, error)
	act      func(*Console, *call) result
}

// routes are the pages about merchants and their worlds. Those of what
// happened there have a table of their own, in books.go.
func routes() []route {
	return []route{
		{"/", "merchants", "merchants", (*Console).merchants, (*Console).makeMerchant},
		{home, "overview", "overview", (*Console).overview, nil},
		{home + "/codes", "codes", "codes", (*Console).codes, (*Console).setCodeStatus},
		{home + "/clock", "clock", "clock", (*Console).clock, (*Console).moveClock},
		{home + "/faults", "faults", "faults", (*Console).faults, (*Console).changeFaults},
		{home + "/files", "files", "files", (*Console).files, (*Console).awaitFile},
		{home + "/files/{name}", "files", "file", (*Console).file, nil},
		{home + "/settings", "settings", "settings", (*Console).settings, (*Console).changeSettings},
		{home + "/snapshots", "settings", "", nil, (*Console).changeSnapshots},
		{home + "/reset", "settings", "", nil, (*Console).reset},
		{home + "/delete", "settings", "", nil, (*Console).deleteMerchant},
	}
}
