package main_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/scenarios"
	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/shop"
)

// folder holds one scenario per bug, named after its flag.
const folder = "../shop"

// causes are, for each bug, words of the name of the step that has to fail: it
// says what a correct shop does, and so what this one does not.
func causes() map[bugs.Bug]string {
	return map[bugs.Bug]string{
		bugs.NotifyUnverified:       "a wrong signature could be anybody's",
		bugs.NotifyAmountUnchecked:  "the amount paid is not the bill's",
		bugs.NotifyForeignMerchant:  "another merchant's by its seller_id",
		bugs.NotifyUnsignedPasses:   "no signature is a wrong signature",
		bugs.AnswerUnverified:       "an answer with a wrong signature is not believed",
		bugs.NotifyVerifyOpen:       "no word from notify_verify is no yes",
		bugs.RefundRetryNewID:       "asked again with the same partner_refund_id",
		bugs.RefundDoubleClick:      "two clicks at the same moment are one refund",
		bugs.SecondPaymentSwallowed: "two trades are two payments",
		bugs.NotifyNotIdempotent:    "a notification that comes three times is one payment",
		bugs.NotifyRace:             "deliveries at the same moment are one payment",
		bugs.AckBeforeCommit:        "what is not stored is not acknowledged",
		bugs.DedupeBeforeWork:       "a notify_id whose work failed is worked again",
		bugs.RefundIDReused:         "has a partner_refund_id of its own",
		bugs.RefundBookedTwice:      "answer and notification tell of one refund",
		bugs.TimeoutIsFailure:       "no answer is no refusal",
		bugs.UnknownIsFinal:         "UNKNOWN is neither yes nor no",
		bugs.IsSuccessIsResult:      "is_success T is no refund",
		bugs.AsyncRefundIsDone:      "accepted is not done",
		bugs.NoClientTimeout:        "a silent gateway is given up",
		bugs.LateNotifyReopens:      "a late notification is old news",
		bugs.RefundNotifyIsPayment:  "a notification with refund_fee is a refund",
		bugs.AutoCancelPaid:         "money that comes after the expiry still pays",
		bugs.RefundBeforePayment:    "a refund that is heard of first is kept",
		bugs.EarlyNotifyDropped:     "a notification before the answer is kept",
		bugs.StaleSaveOverwrites:    "what the notification decided stands",
		bugs.PartialRefundCloses:    "a partial refund leaves a rest",
		bugs.BillByAmount:           "till 2's code was paid",
		bugs.AmountFloat:            "19.90 are 1990 cents",
		bugs.AmountAsText:           "88 and 88.00 are the same amount",
		bugs.CancelNextDay:          "yesterday's payment cannot be cancelled",
		bugs.LocalMidnight:          "in Hong Kong it is still the day of payment",
		bugs.RefundAfterPeriod:      "TRADE_HAS_FINISHED is a no",
		bugs.GBKReadAsUTF8:          "the signature is of GBK's bytes",
		bugs.PlusBecomesSpace:       "decoded once and not tidied",
		bugs.EmojiBreaksSave:        "every character can be stored",
		bugs.AckNotSuccess:          "only the bare word success",
	}
}

func TestEveryBugHasAScenario(t *testing.T) {
	t.Parallel()
	var flags []string
	for _, row := range bugs.Table() {
		flags = append(flags, fileOf(row.Bug))
		require.Contains(t, causes(), row.Bug, "say which step fails with %s", row.Bug)
	}
	require.Len(t, causes(), len(flags), "a cause without a bug")
	require.ElementsMatch(t, flags, files(t), "one file per bug, and no other")
}

func TestTheReadmeListsThem(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(folder, "README.md"))
	require.NoError(t, err)
	rows := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if cells := strings.Split(line, "|"); strings.HasPrefix(line, "| `") {
			rows[strings.Trim(cells[1], " `")] = strings.TrimSpace(cells[4])
		}
	}
	require.Len(t, rows, len(bugs.Table()))
	for _, row := range bugs.Table() {
		want := map[bool]string{true: "yes"}[needsClock(t, fileOf(row.Bug))]
		require.Contains(t, rows, string(row.Bug))
		require.Equal(t, want, rows[string(row.Bug)], "%s: does it need the emulator's clock?", row.Bug)
	}
}

func TestAScenarioTellsTheBugByItsCause(t *testing.T) {
	t.Parallel()
	for _, row := range bugs.Table() {
		t.Run(string(row.Bug), func(t *testing.T) {
			t.Parallel()
			t.Run("passes without the bug", func(t *testing.T) {
				t.Parallel()
				passed(t, newStage(t, emulatorClock).play(t, fileOf(row.Bug)))
			})
			t.Run("fails with it, at the step that names the cause", func(t *testing.T) {
				t.Parallel()
				results := newStage(t, emulatorClock, row.Bug).play(t, fileOf(row.Bug))
				require.Len(t, results, 1)
				require.NotNil(t, results[0].Failure, "%s is there, and nothing failed", row.Bug)
				require.Contains(t, results[0].Failure.Name, causes()[row.Bug], told(results[0]))
			})
		})
	}
}

func TestACorrectShopPassesAllOfThem(t *testing.T) {
	t.Parallel()
	t.Run("one after another, and again in another order: what is left behind does not hurt", func(t *testing.T) {
		t.Parallel()
		stage, all := newStage(t, emulatorClock), files(t)
		passed(t, stage.play(t, all...))
		slices.Reverse(all)
		passed(t, stage.play(t, all...))
	})
	t.Run("on a clock of its own too, but for those that say what they need", func(t *testing.T) {
		t.Parallel()
		all := slices.DeleteFunc(files(t), func(file string) bool { return needsClock(t, file) })
		require.NotEmpty(t, all)
		passed(t, newStage(t, ownClock).play(t, all...))
	})
	t.Run("asking notify_verify as well", func(t *testing.T) {
		t.Parallel()
		stage := newStage(t, func(c *shop.Config, origin string) {
			emulatorClock(c, origin)
			c.NotifyVerify = true
		})
		passed(t, stage.play(t, slices.DeleteFunc(files(t), func(file string) bool {
			return !strings.Contains(filepath.Base(file), "notify")
		})...))
	})
}

// TestMatrix shows which scenarios notice which bug. One bug may well be
// noticed by several; its own scenario has to be among them.
func TestMatrix(t *testing.T) {
	if os.Getenv("SCENARIO_MATRIX") == "" {
		t.Skip("takes minutes: set SCENARIO_MATRIX=1 and look with -v")
	}
	t.Parallel()
	for _, row := range bugs.Table() {
		t.Run(string(row.Bug), func(t *testing.T) {
			t.Parallel()
			var noticed []string
			for _, result := range newStage(t, emulatorClock, row.Bug).play(t, files(t)...) {
				if result.Failure != nil {
					noticed = append(noticed, result.Scenario.File)
				}
			}
			require.Contains(t, noticed, fileOf(row.Bug))
			t.Logf("%s: %s", row.Bug, strings.Join(noticed, " "))
		})
	}
}

func fileOf(b bugs.Bug) string { return filepath.Join(folder, string(b)+".yaml") }

func files(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	require.NoError(t, err)
	return found
}

// needsClock: such a file can be played only with a shop that follows the
// emulator's clock.
func needsClock(t *testing.T, file string) bool {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	return strings.Contains(string(text), "\n# needs: the shop on the emulator's clock\n")
}

// stage is an emulator and a shop that nobody else uses.
type stage struct{ emulator, shop string }

func emulatorClock(c *shop.Config, origin string) {
	c.Clock = shop.EmulatorClock(origin, "", c.Partner, &http.Client{Timeout: 5 * time.Second})
}

func ownClock(c *shop.Config, _ string) { c.Clock = shop.StartingAt(morning) }

// morning is far from midnight: what is played across one would be refunded, not cancelled.
var morning = time.Date(2026, 1, 5, 2, 0, 0, 0, time.UTC)

func newStage(t *testing.T, change func(c *shop.Config, origin string), set ...bugs.Bug) stage {
	t.Helper()
	e, err := emulator.New(emulator.Options{Listen: "127.0.0.1:0", Seed: 1, Start: morning, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	origin := strings.TrimSuffix(e.URL(), "/")
	merchant := e.Merchants()[0]

	server := httptest.NewUnstartedServer(nil) // a shop wants to know its address before it is made
	address := "http://" + server.Listener.Addr().String()
	pem, err := os.ReadFile("alipay_public.pem")
	require.NoError(t, err)
	key, err := alipay.ParsePublicKey(pem)
	require.NoError(t, err)
	config := shop.Config{
		Gateway: e.GatewayURL(), GatewayTimeout: 2 * time.Second, Partner: merchant.Partner, PublicURL: address,
		Keys: alipay.Keys{MD5Key: merchant.MD5Key, AlipayKey: key}, Zone: time.UTC, Bugs: bugs.Set{},
	}
	for _, b := range set {
		config.Bugs[b] = true
	}
	change(&config, origin)
	s, err := shop.New(config)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, e.Close()) // first: the shop may be waiting for it without end
		server.Close()
		require.NoError(t, s.Close())
	})
	server.Config.Handler = s.Handler()
	server.Start()
	require.NoError(t, s.Open(t.Context()))
	return stage{emulator: origin, shop: address}
}

func (s stage) play(t *testing.T, files ...string) []scenarios.Result {
	t.Helper()
	list, err := scenarios.Load(files, map[string]string{"shop": s.shop})
	require.NoError(t, err)
	require.Len(t, list, len(files))
	results, err := scenarios.Run(t.Context(), list, scenarios.Options{URL: s.emulator}, silent{})
	require.NoError(t, err)
	require.Len(t, results, len(files))
	return results
}

func passed(t *testing.T, results []scenarios.Result) {
	t.Helper()
	for _, result := range results {
		if result.Failure != nil {
			t.Error(told(result))
		}
	}
}

func told(r scenarios.Result) string {
	f := r.Failure
	return fmt.Sprintf("%s:%d: step %s (%s): %s: %s\n  %s\nrequests:\n  %s\nnotifications:\n  %s", f.File, f.Line, f.Step, f.Verb, f.Name,
		f.Text, strings.Join(f.Differences, "\n  "), strings.Join(f.Requests, "\n  "), strings.Join(f.Notifications, "\n  "))
}

// silent reports nothing: the results say it all.
type silent struct{}

func (silent) Began([]*scenarios.Scenario)             {}
func (silent) Started(*scenarios.Scenario)             {}
func (silent) Stepped(*scenarios.Scenario, int)        {}
func (silent) Finished(scenarios.Result)               {}
func (silent) Ended([]scenarios.Result, time.Duration) {}
