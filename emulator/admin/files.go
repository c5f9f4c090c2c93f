package admin

import (
	"slices"
	"time"

	"localipay/emulator/alipay"
	"localipay/emulator/reconcile"
)

type fileJSON struct {
	Name        string `json:"name"`
	Kind        string `json:"kind" enum:"transaction settlement"`
	Date        string `json:"date" doc:"The day that it covers: the transactions', or that of settlement."`
	Size        int64  `json:"size" doc:"In bytes."`
	Rows        int    `json:"rows" doc:"Movements of money, without the two lines above them."`
	AvailableAt moment `json:"available_at"`
	RemovedAt   moment `json:"removed_at" doc:"When Alipay removes it, seven days later."`
}

func showFile(c *reconcile.Content) fileJSON {
	return fileJSON{
		Name: c.File.Name(), Kind: string(c.File.Kind), Date: c.File.Day.Format(time.DateOnly), Size: c.Size(), Rows: c.Rows,
		AvailableAt: stamp(c.File.AvailableAt()), RemovedAt: stamp(c.File.RemovedAt()),
	}
}

func (a *Admin) files(r *request) (any, error) {
	p, err := readPaging(r.query)
	if err != nil {
		return nil, err
	}
	return collect(p, slices.Values(r.world.Files()), fileNumber,
		func(c *reconcile.Content) bool { return fileNumber(c) <= p.back() }, showFile), nil
}

// fileNumber puts files in the order of their list, for its cursor: the newest
// day first, and of a day the settlement. Hong Kong's first day of 1970 begins
// before the epoch.
func fileNumber(c *reconcile.Content) uint64 {
	n := uint64(c.File.Day.Add(alipay.Day).Unix()) * 2
	if c.File.Kind == alipay.SettlementFile {
		n++
	}
	return n
}

func (a *Admin) file(r *request) (any, error) {
	content, err := r.world.File(r.vars["name"])
	if err != nil {
		return nil, notFound("%v", err)
	}
	return text{content.File.Name(), content.Size(), content}, nil
}
