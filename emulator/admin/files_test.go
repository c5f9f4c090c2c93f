package admin_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/alipay"
)

const files = world + "/files"

// names are the files that are listed, without the partner id.
func (c *api) names() (list []string) {
	c.t.Helper()
	for _, name := range c.ok("GET", files, "").column("name") {
		list = append(list, strings.TrimPrefix(name, demo+"_"))
	}
	return list
}

func TestFiles(t *testing.T) {
	t.Parallel()

	t.Run("come the next morning at nine, and go after seven days, by the merchant's clock", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		require.Empty(t, c.names())
		c.pay(c.code("S1", ""), "88.00")
		c.ok("POST", advance, `{"to":"2026-01-06T08:59:59+08:00"}`)
		require.Empty(t, c.names())
		events := c.ok("POST", advance, `{"by":"1s"}`)
		require.Equal(t, "file", events.at("events.0.kind"))
		require.Equal(t, demo+"_transaction_20260105.txt", events.at("events.0.id"))
		require.Equal(t, []string{"settlement_20260105.txt", "transaction_20260105.txt"}, c.names())
		file := c.ok("GET", files, "")
		require.Equal(t, "settlement", file.at("items.0.kind"))
		require.Equal(t, "2026-01-05", file.at("items.0.date"))
		require.Equal(t, "2026-01-06T09:00:00+08:00", file.at("items.0.available_at"))
		require.Equal(t, "2026-01-13T09:00:00+08:00", file.at("items.0.removed_at"))
		require.EqualValues(t, 1, file.at("items.0.rows"))
		require.EqualValues(t, len(c.content(files+"/"+demo+"_settlement_20260105.txt")), file.at("items.0.size"))
		c.ok("PUT", world+"/clock", `{"now":"2026-01-05T23:00:00+08:00"}`)
		require.Empty(t, c.names(), "it is the day before again")
		c.ok("PUT", world+"/clock", `{"now":"2026-01-13T08:59:59+08:00"}`)
		require.Len(t, c.names(), 2)
		c.ok("POST", advance, `{"by":"1s"}`)
		require.Empty(t, c.names())
	})

	t.Run("are what the documents say, to the column", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.ok("PATCH", world, `{"fee_rate":"0.012"}`)
		order := c.pay(c.code("S1", ""), "88").text("out_trade_no")
		c.gateway(alipay.ServiceRefund, map[string]string{
			"partner_trans_id": order, "partner_refund_id": "R1", "refund_amount": "30", "currency": "HKD", "is_sync": "Y",
		})
		c.ok("POST", advance, `{"by":"1d"}`)
		tradeNo := c.ok("GET", world+"/trades/"+order, "").text("trade_no")
		require.Equal(t, "Partner:"+demo+"|Payment_time: 2026-01-05|Total_count:2\n"+
			strings.Join(alipay.TransactionFile.Columns(), "|")+"\n"+
			order+"|"+tradeNo+"|88.00|1.06|HKD|2026-01-05 10:00:00|PAYMENT||5812|Noodles|M1||shopQrCode|HKD|88.00|1|ALIPAYHK\n"+
			"R1|"+tradeNo+"|30.00|0.00|HKD|2026-01-05 10:00:00|REFUND||5812|Noodles|M1||shopQrCode|HKD|30.00|1|ALIPAYHK\n",
			c.content(files+"/"+demo+"_transaction_20260105.txt"))
		require.Equal(t,
			order+"|"+tradeNo+"|88.00|1.06|86.94|HKD|2026-01-05 10:00:00|2026-01-05 23:59:59|P|L||5812|Noodles|M1||shopQrCode|HKD|88.00|1|ALIPAYHK\n"+
				"R1|"+tradeNo+"|-30.00|0.00|-30.00|HKD|2026-01-05 10:00:00|2026-01-05 23:59:59|R|L||5812|Noodles|M1||shopQrCode|HKD|30.00|1|ALIPAYHK\n",
			c.content(files+"/"+demo+"_settlement_20260105.txt"))
	})

	t.Run("that are not there say why", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.pay(c.code("S1", ""), "1")
		require.Contains(t, c.refuse(404, "NOT_FOUND", "GET", files+"/"+demo+"_transaction_20260105.txt", ""), "it comes at 2026-01-06 09:00:00")
		require.Contains(t, c.refuse(404, "NOT_FOUND", "GET", files+"/none.txt", ""), demo+"_settlement_YYYYMMDD.txt")
		require.Contains(t, c.refuse(404, "NOT_FOUND", "GET", files+"/..%2f..%2fetc%2fpasswd", ""), "see /_admin/openapi.json")
	})

	t.Run("are listed a page at a time", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		for range 3 {
			c.pay(code, "1")
			c.ok("POST", advance, `{"by":"1d"}`)
		}
		whole := c.names()
		require.Len(t, whole, 6)
		var pieces []string
		for path, cursor := files+"?limit=1", ""; ; {
			piece := c.ok("GET", path+cursor, "")
			pieces = append(pieces, strings.TrimPrefix(piece.text("items.0.name"), demo+"_"))
			if piece.at("next") == nil {
				break
			}
			cursor = "&cursor=" + piece.text("next")
		}
		require.Equal(t, whole, pieces)
		c.refuse(400, "INVALID_ARGUMENT", "GET", files+"?limit=0", "")
	})

	t.Run("are listed on the first days that a clock may show", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.ok("PUT", world+"/clock", `{"now":"1970-01-01T00:00:00+08:00"}`)
		c.pay(c.code("S1", ""), "1")
		c.ok("POST", advance, `{"by":"2d"}`)
		first := c.ok("GET", files+"?limit=1", "")
		require.Equal(t, []string{demo + "_transaction_19700101.txt"}, c.ok("GET", files+"?limit=1&cursor="+first.text("next"), "").column("name"))
	})

	t.Run("come and go again, and are told of again, when the clock was set back", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.pay(c.code("S1", ""), "1")
		told := func(at any) (list []string) {
			events, _ := at.([]any)
			for _, e := range events {
				event := e.(map[string]any)
				if strings.HasPrefix(event["kind"].(string), "file") {
					list = append(list, event["kind"].(string)+" "+strings.TrimPrefix(event["id"].(string), demo+"_")+" "+event["at"].(string))
				}
			}
			return list
		}
		all := []string{
			"file transaction_20260105.txt 2026-01-06T09:00:00+08:00", "file settlement_20260105.txt 2026-01-06T09:00:00+08:00",
			"file_removed transaction_20260105.txt 2026-01-13T09:00:00+08:00", "file_removed settlement_20260105.txt 2026-01-13T09:00:00+08:00",
		}
		require.Equal(t, all, told(c.ok("POST", advance, `{"by":"20d"}`).at("events")))
		c.ok("PUT", world+"/clock", `{"now":"2026-01-06T08:59:59+08:00"}`)
		require.Equal(t, all[:2], told(c.ok("GET", world+"/clock", "").at("next")))
		require.Equal(t, all, told(c.ok("POST", advance, `{"by":"20d"}`).at("events")))
		c.ok("PUT", world+"/clock", `{"now":"2026-01-13T08:59:59+08:00"}`)
		require.Len(t, c.names(), 2)
		require.Equal(t, all[2:], told(c.ok("POST", advance, `{"by":"20d"}`).at("events")))
		c.ok("PUT", world+"/clock", `{"now":"2026-01-13T09:00:00+08:00"}`)
		require.Empty(t, told(c.ok("POST", advance, `{"by":"20d"}`).at("events")))
	})

	t.Run("are as they were after a restore, and gone after a reset", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		code := c.code("S1", "")
		c.pay(code, "1")
		c.ok("POST", world+"/snapshots/s", "")
		c.pay(code, "2")
		c.ok("POST", world+"/snapshots/s/restore", "")
		c.ok("POST", advance, `{"by":"1d"}`)
		require.EqualValues(t, 1, c.ok("GET", files, "").at("items.0.rows"))
		c.ok("POST", world+"/reset", "")
		c.ok("POST", advance, `{"by":"1d"}`)
		require.Empty(t, c.names())
	})

	t.Run("are of one merchant alone", func(t *testing.T) {
		t.Parallel()
		c := start(t)
		c.pay(c.code("S1", ""), "1")
		c.ok("POST", advance, `{"by":"1d"}`)
		other := "/_admin/merchants/2088000000000002"
		c.ok("POST", other+"/clock/advance", `{"by":"1d"}`)
		require.Empty(t, c.ok("GET", other+"/files", "").at("items"))
		c.refuse(404, "NOT_FOUND", "GET", other+"/files/"+demo+"_transaction_20260105.txt", "")
	})
}

func TestSFTPAddress(t *testing.T) {
	t.Parallel()
	require.Nil(t, start(t).ok("GET", world, "").at("sftp_url"), "not served, not told")
	o := emulator.Options{Start: monday(), Frozen: true, SFTPListen: "127.0.0.1:0"}
	c := start(t, o)
	require.Equal(t, "sftp://"+demo+"@"+c.e.SFTPAddr().String()+"/download/", c.ok("GET", world, "").at("sftp_url"))
	require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "PATCH", world, `{"sftp_url":"sftp://x"}`), "--sftp-listen")
	o.PublicURL = "http://alipay.test:8080"
	c = start(t, o)
	require.Contains(t, c.ok("GET", world, "").text("sftp_url"), "@alipay.test:")
}

func TestSFTPKeys(t *testing.T) {
	t.Parallel()
	c := start(t)
	const good = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBIVN4vC93pM1wXM7V7uy00YpeQQnn3kU2hLKuyAox4v me@host"
	require.Equal(t, good, c.ok("PATCH", world, `{"sftp_authorized_key":"`+good+`"}`).at("sftp_authorized_key"))
	require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "PATCH", world, `{"sftp_authorized_key":"ssh-ed25519 AAAA"}`), "sftp_authorized_key: this is no SSH public key")
	require.Contains(t, c.refuse(400, "INVALID_ARGUMENT", "POST", merchants, `{"sftp_authorized_key":"x"}`), ".pub")
	require.Equal(t, good, c.ok("GET", world, "").at("sftp_authorized_key"))
	require.Nil(t, c.ok("PATCH", world, `{"sftp_authorized_key":null}`).at("sftp_authorized_key"))
}
