package console_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/alipay"
)

const filesPath = "/console/" + noodle + "/files"

func TestFilesPage(t *testing.T) {
	t.Parallel()
	t.Run("says how to get one, where there is none", func(t *testing.T) {
		t.Parallel()
		open(t).get(filesPath).shows(http.StatusOK, "There is no file yet", "--sftp-listen")
	})
	t.Run("shows what is to come, and turns the clock there", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		b.pay()
		p := b.get(filesPath).shows(http.StatusOK, "To come", noodle+"_transaction_20260105.txt", noodle+"_settlement_20260105.txt")
		to := p.find(`name="to" value="([^"]*)"`)
		b.post(filesPath, "to", to).shows(http.StatusOK, "The clock was turned to 2026-01-06 09:00:00", "88.00 HKD", "2026-01-13 09:00:00")
		require.Equal(t, "2026-01-06T09:00:00+08:00", b.api("/" + noodle)["clock"].(map[string]any)["now"])
		b.get(filesPath).shows(http.StatusOK, "Download")
		b.post(filesPath, "to", "never").shows(http.StatusOK, "Write a time as")
	})
	t.Run("shows a file as a table, with what it comes to", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		trade := b.pay()
		require.NoError(t, b.e.Advance(noodle, alipay.Day))
		p := b.get(filesPath+"/"+noodle+"_settlement_20260105.txt").shows(http.StatusOK, "Settlement_time", "2026-01-05 23:59:59", trade.OutTradeNo, "88.00 HKD", "The first 1 of 1 rows")
		require.Contains(t, p.body, `href="/_admin/merchants/`+noodle+`/files/`+noodle+`_settlement_20260105.txt"`)
	})
	t.Run("tells why a file is not there", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		b.get(filesPath+"/"+noodle+"_settlement_20260104.txt").shows(http.StatusNotFound, "nothing is settled on a Sunday")
		b.get(filesPath+"/x").shows(http.StatusNotFound, "is no file of this merchant")
	})
	t.Run("tells how to fetch them over SFTP", func(t *testing.T) {
		t.Parallel()
		o := frozen()
		o.SFTPListen = "127.0.0.1:0"
		b := open(t, o)
		b.get(filesPath).shows(http.StatusOK, "sftp sftp://"+noodle+"@"+b.e.SFTPAddr().String()+"/download/", "harbour-noodle-sftp")
	})
	t.Run("is refreshed by itself when a file comes", func(t *testing.T) {
		t.Parallel()
		b := open(t)
		b.pay()
		part := b.part(filesPath, "files")
		require.Contains(t, part.body, `data-live="file file_removed`)
		require.NotContains(t, part.body, "<html")
	})
}
