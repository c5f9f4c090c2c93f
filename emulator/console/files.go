package console

import (
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/page"
	"localipay/emulator/reconcile"
)

// filesPage has the merchant's reconciliation files: those that are there, and
// those that are to come.
type filesPage struct {
	here
	Files    []*reconcile.Content
	Coming   []alipay.File
	SFTP     string // where they are served too, or ""
	Password string
}

func (c *Console) files(call *call) (any, error) {
	w := call.world
	return filesPage{
		here: call.here(), Files: w.Files(), Coming: w.ComingFiles(),
		SFTP: c.SFTPURL(w.Partner), Password: w.Ledger.Switches().SFTPPassword,
	}, nil
}

// awaitFile turns the clock to where a file comes.
func (c *Console) awaitFile(call *call) result {
	to, err := call.time()
	if err == nil {
		_, err = call.world.Advance(func(now time.Time) time.Time { return later(now, to) })
		err = call.clockError(err)
	}
	return call.back(call.home()+"/files", page.Done("files.turned", alipay.Stamp(to)), err)
}

// filePage is a file as a table.
type filePage struct {
	here
	File    *reconcile.Content
	Columns []string
	Rows    [][]string
	Raw     string // where the file itself is
}

// shownRows is how much of a file is shown; the rest is to be downloaded.
const shownRows = 200

func (c *Console) file(call *call) (any, error) {
	content, err := call.world.File(call.vars["name"])
	if err != nil {
		return nil, missing(err.Error())
	}
	return filePage{
		here: call.here(), File: content, Columns: content.File.Kind.Columns(), Rows: content.First(shownRows),
		Raw: "/_admin/merchants/" + call.world.Partner + "/files/" + content.File.Name(),
	}, nil
}
