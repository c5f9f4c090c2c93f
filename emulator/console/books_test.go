package console_test

import (
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/alipay"
	"localipay/emulator/signature"
	"localipay/emulator/wire"
)

// The first demo merchant and its pages.
const (
	bookPartner = "2088000000000001"
	bookKey     = "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00"
	bookHome    = "/console/" + bookPartner
)

// reader is somebody in front of an emulator, and the merchant's system.
type reader struct {
	t    *testing.T
	e    *emulator.Emulator
	lang string
}

func newReader(t *testing.T) *reader {
	t.Helper()
	return &reader{t, emulator.RunT(t), "en"}
}

func (r *reader) do(method, path, contentType, body string) (status int, text string) {
	r.t.Helper()
	q, err := http.NewRequest(method, strings.TrimSuffix(r.e.URL(), "/")+path, strings.NewReader(body))
	require.NoError(r.t, err)
	q.Header.Set("Accept-Language", r.lang)
	q.Header.Set("Accept", "text/html")
	if contentType != "" {
		q.Header.Set("Content-Type", contentType)
	}
	jar := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := jar.Do(q)
	require.NoError(r.t, err)
	defer func() { _ = answer.Body.Close() }()
	data, err := io.ReadAll(answer.Body)
	require.NoError(r.t, err)
	if answer.StatusCode == http.StatusSeeOther {
		return answer.StatusCode, answer.Header.Get("Location")
	}
	return answer.StatusCode, string(data)
}

// page reads a page; no text of it is missing.
func (r *reader) page(path string) string {
	r.t.Helper()
	status, text := r.do(http.MethodGet, path, "", "")
	require.Equal(r.t, http.StatusOK, status, text)
	require.NotContains(r.t, text, "??")
	require.NotContains(r.t, text, "%!")
	require.NotContains(r.t, text, "<script>")
	return html.UnescapeString(text)
}

func (r *reader) press(path string) (to string) {
	r.t.Helper()
	status, to := r.do(http.MethodPost, path, "application/x-www-form-urlencoded", "")
	require.Equal(r.t, http.StatusSeeOther, status, to)
	return to
}

// call sends a signed request; with spoil, what is signed is changed before.
func (r *reader) call(service string, spoil func(string) string, params ...string) string {
	r.t.Helper()
	fields := []alipay.Field{{Name: "service", Value: service}, {Name: "partner", Value: bookPartner}, {Name: "_input_charset", Value: "UTF-8"}}
	for i := 0; i < len(params); i += 2 {
		fields = append(fields, alipay.Field{Name: params[i], Value: params[i+1]})
	}
	text := signature.StringToSign(fields)
	if spoil != nil {
		text = spoil(text)
	}
	sign, err := signature.Sign(alipay.MD5, []byte(text), bookKey, nil)
	require.NoError(r.t, err)
	fields = append(fields, alipay.Field{Name: "sign", Value: sign}, alipay.Field{Name: "sign_type", Value: "MD5"})
	_, answer := r.do(http.MethodPost, "/gateway.do?_input_charset=UTF-8", "application/x-www-form-urlencoded", wire.FormEncode(alipay.UTF8, fields))
	return answer
}

var madeCode = regexp.MustCompile(`<qrcode>(.*?)</qrcode>`)

func (r *reader) code(store, notifyURL string) string {
	r.t.Helper()
	answer := r.call(alipay.ServiceQRCodeCreate, nil, "timestamp", "2026-01-05 10:00:00", "biz_type", "OVERSEASHOPQRCODE", "notify_url", notifyURL,
		"biz_data", fmt.Sprintf(`{"secondary_merchant_industry":"5812","secondary_merchant_id":"M1","secondary_merchant_name":"Noodles",
			"store_id":"S1","store_name":%q,"country_code":"HK","address":"1 Wellington Street","trans_currency":"HKD","currency":"HKD"}`, store))
	require.Regexp(r.t, madeCode, answer)
	return madeCode.FindStringSubmatch(answer)[1]
}

// shopSaying is a shop with one answer to everything.
func shopSaying(t *testing.T, text string) string {
	t.Helper()
	shop := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, text) }))
	t.Cleanup(shop.Close)
	return shop.URL + "/notify"
}

func (r *reader) paid(code, amount string) string {
	r.t.Helper()
	trade, err := r.e.Pay(code, amount)
	require.NoError(r.t, err)
	return trade.OutTradeNo
}

// ordered opens an order that nobody has paid yet.
func (r *reader) ordered(code string) string {
	r.t.Helper()
	_, answer := r.do(http.MethodPost, "/_admin/wallet/orders", "application/json", fmt.Sprintf(`{"qrcode":%q,"amount":"12.50"}`, code))
	found := regexp.MustCompile(`"out_trade_no": *"(\d+)"`).FindStringSubmatch(answer)
	require.NotNil(r.t, found, answer)
	return found[1]
}

func TestTradesPage(t *testing.T) {
	t.Parallel()

	t.Run("lists and filters, with totals, and shows a hostile store as text", func(t *testing.T) {
		t.Parallel()
		r := newReader(t)
		require.Contains(t, r.page(bookHome+"/trades"), "There are no trades yet")
		code := r.code("<script>alert(1)</script>", "")
		first, second := r.paid(code, "1234.50"), r.paid(code, "20.00")
		text := r.page(bookHome + "/trades")
		require.Contains(t, text, "1,254.50 HKD")
		require.Contains(t, text, "<script>alert(1)</script>", "escaped: the page itself was looked at before")
		require.Less(t, strings.Index(text, second), strings.Index(text, first), "newest first")
		text = r.page(bookHome + "/trades?min=100.00")
		require.Contains(t, text, first)
		require.NotContains(t, text, second)
		require.Contains(t, r.page(bookHome+"/trades?status=TRADE_CLOSED"), "No trade matches")
		require.Contains(t, r.page(bookHome+"/trades?from=never"), "not a date")
		text = r.page(bookHome + "/trades?sort=amount")
		require.Contains(t, text, `aria-sort="descending"`)
		require.Less(t, strings.Index(text, first), strings.Index(text, second))
	})
	t.Run("speaks Chinese", func(t *testing.T) {
		t.Parallel()
		r := newReader(t)
		r.lang = "zh-HK"
		order := r.paid(r.code("灣仔", ""), "5.00")
		require.Contains(t, r.page(bookHome+"/trades"), "已付款")
		require.Contains(t, r.page(bookHome+"/trades/"+order), "顧客已付款")
		for _, path := range []string{bookHome + "/requests", bookHome + "/notifications", "/console/requests", "/console/scenarios"} {
			require.Contains(t, r.page(path), `lang="zh-Hant-HK"`)
		}
	})
}

func TestTradePage(t *testing.T) {
	t.Parallel()

	t.Run("tells a life in its order: payment, attempts, refund of the next day", func(t *testing.T) {
		t.Parallel()
		r := newReader(t)
		order := r.paid(r.code("Noodles", shopSaying(t, "no")), "88.00")
		require.NoError(t, r.e.Advance(bookPartner, 2*time.Minute))
		require.NoError(t, r.e.Advance(bookPartner, 24*time.Hour))
		r.call(alipay.ServiceRefund, nil, "partner_trans_id", order, "partner_refund_id", "R1", "refund_amount", "30.00", "currency", "HKD", "is_sync", "N")
		text := r.page(bookHome + "/trades/" + order)
		at := -1
		for _, moment := range []string{
			"the order is open", "The customer paid", "attempt 1", "answer “no”", "+2 min", "attempt 2", "attempt 3",
			"Refund of 30.00 HKD asked for", "aria-current=\"time\"", "Refund of 30.00 HKD will be tried", "The refund period will be over",
			"Requests that concern it", alipay.ServiceRefund,
		} {
			next := strings.Index(text[at+1:], moment)
			require.GreaterOrEqual(t, next, 0, "%q is not there, or not in its order", moment)
			at += 1 + next
		}
		require.Equal(t, 1, strings.Count(text, "/resend\""), "send again stands at the last attempt")
	})
	t.Run("lets the customer pay, once", func(t *testing.T) {
		t.Parallel()
		r := newReader(t)
		order := r.ordered(r.code("Noodles", ""))
		path := bookHome + "/trades/" + order
		require.Contains(t, r.page(path), "Let the customer pay")
		require.Equal(t, path, r.press(path+"/pay"))
		text := r.page(path)
		require.Contains(t, text, "The customer paid")
		require.NotContains(t, text, "Let the customer pay")
		require.Equal(t, path, r.press(path+"/pay"), "which is refused by a note")
	})
	t.Run("is a 404 for an order that is not there", func(t *testing.T) {
		t.Parallel()
		r := newReader(t)
		status, text := r.do(http.MethodGet, bookHome+"/trades/"+url.PathEscape("<script>"), "", "")
		require.Equal(t, http.StatusNotFound, status)
		require.NotContains(t, text, "<script>")
	})
}

func TestRequestPages(t *testing.T) {
	t.Parallel()

	t.Run("tell what was received, what was answered, and why a signature does not hold", func(t *testing.T) {
		t.Parallel()
		r := newReader(t)
		r.call(alipay.ServiceQuery, func(text string) string { return text + "&" }, "partner_trans_id", "<script>")
		list := r.page(bookHome + "/requests?outcome=ILLEGAL_SIGN")
		path := regexp.MustCompile(bookHome + `/requests/[0-9-]+`).FindString(list)
		require.NotEmpty(t, path)
		text := r.page(path)
		for _, part := range []string{"Why the signature does not hold", "<ins>", "<error>ILLEGAL_SIGN</error>", "curl '", "--data-raw", "partner_trans_id"} {
			require.Contains(t, text, part)
		}
		require.Contains(t, r.page(bookHome+"/requests?outcome=SUCCESS"), "No request matches")
	})
	t.Run("keep what reached no merchant apart", func(t *testing.T) {
		t.Parallel()
		r := newReader(t)
		_, _ = r.do(http.MethodGet, "/gateway.do?service=nonsense&partner=1", "", "")
		list := r.page("/console/requests")
		require.Contains(t, list, "nonsense")
		path := regexp.MustCompile(`/console/requests/none-\d+`).FindString(list)
		require.Contains(t, r.page(path), "ILLEGAL_SERVICE")
		require.NotContains(t, r.page(bookHome+"/requests"), "nonsense")
	})
}

func TestNotificationsPage(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	order := r.paid(r.code("Noodles", shopSaying(t, "<script>no</script>")), "88.00")
	text := r.page(bookHome + "/notifications?order=" + order)
	require.Contains(t, text, "Next attempt")
	require.Contains(t, text, "<script>no</script>", "escaped: the page itself was looked at before")
	require.Contains(t, text, "notify_action_type")
	again := regexp.MustCompile(bookHome + `/notifications/[a-z0-9]+/resend`).FindString(text)
	require.Equal(t, bookHome+"/notifications?order="+strings.Split(again, "/")[4], r.press(again))
	require.Contains(t, r.page(bookHome+"/notifications?order="+order), "Attempt 2")
	require.Contains(t, r.page(bookHome+"/notifications?acked=yes"), "No notification matches")
}

func TestScenariosPage(t *testing.T) {
	t.Parallel()

	t.Run("plays one against its own emulator", func(t *testing.T) {
		t.Parallel()
		r := newReader(t)
		text := r.page("/console/scenarios")
		require.Contains(t, text, "the answer to a refund is lost, and the retry keeps its id")
		require.Contains(t, text, "partner_refund_id: R1")
		status, to := r.do(http.MethodPost, "/console/scenarios/run", "application/x-www-form-urlencoded", "id=refund-answer-lost-1")
		require.Equal(t, http.StatusSeeOther, status)
		require.Equal(t, "/console/scenarios", to)
		for strings.Contains(r.page("/console/scenarios"), "Cancel") { // it is played in some milliseconds
			runtime.Gosched()
		}
		require.Contains(t, r.page("/console/scenarios"), "1 passed")
	})
	t.Run("says so where nothing listens", func(t *testing.T) {
		t.Parallel()
		e, err := emulator.New(emulator.Options{})
		require.NoError(t, err)
		t.Cleanup(func() { _ = e.Close() })
		w := httptest.NewRecorder()
		q := httptest.NewRequest(http.MethodGet, "http://localhost/console/scenarios", nil)
		q.Header.Set("Accept", "text/html")
		e.Handler().ServeHTTP(w, q)
		require.Equal(t, http.StatusOK, w.Code)
		require.Contains(t, w.Body.String(), "does not listen")
		require.NotContains(t, w.Body.String(), "Run all")
	})
}
