// Package shop is a small shop with two tills and a static code on each. What
// it does right by default, a bug's flag undoes in the line beside.
package shop

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"localipay/scenarios/example/alipay"
	"localipay/scenarios/example/bugs"
	"localipay/scenarios/example/store"
)

// currency is the only one that Hong Kong's merchant codes trade in.
const currency = "HKD"

// Shop is made by New; Open makes its codes.
type Shop struct {
	config Config
	bugs   bugs.Set
	alipay *alipay.Client
	store  *store.Store
	busy   sync.Map // ids of refunds and bills that wait for the gateway now
}

// New opens the books. It calls nobody yet.
func New(config Config) (*Shop, error) {
	config = config.withDefaults()
	for name, value := range map[string]string{"Gateway": config.Gateway, "Partner": config.Partner, "PublicURL": config.PublicURL} {
		if value == "" {
			return nil, fmt.Errorf("shop: %s is empty; give it a value", name)
		}
	}
	books, err := store.Connect(context.Background(), config.Database)
	if err != nil {
		return nil, err
	}
	return &Shop{
		config: config, bugs: config.Bugs, store: books,
		alipay: &alipay.Client{
			Gateway: config.Gateway, Partner: config.Partner, SignType: config.SignType, Charset: config.Charset,
			Keys: config.Keys, HTTP: alipay.NewHTTPClient(config.GatewayTimeout, config.Bugs), Bugs: config.Bugs,
		},
	}, nil
}

// Close ends it.
func (s *Shop) Close() error { return s.store.Close() }

// Open creates the tills' codes. A code that exists comes back unchanged,
// so this may run at every start.
func (s *Shop) Open(ctx context.Context) error {
	for _, id := range []string{"1", "2"} {
		qrcode, err := s.createCode(ctx, id)
		if err != nil {
			return fmt.Errorf("till %s: %w", id, err)
		}
		err = s.store.Note(ctx, func(t *store.Tx) error {
			return t.PutTill(store.Till{ID: id, StoreID: storeID(id), QRCode: qrcode})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Shop) createCode(ctx context.Context, till string) (string, error) {
	now, err := s.now(ctx)
	if err != nil {
		return "", err
	}
	call := alipay.CodeCall{NotifyURL: s.notifyURL(), Now: now, BizData: map[string]string{
		"secondary_merchant_id": "EXAMPLE_SHOP", "secondary_merchant_name": s.config.Name,
		"secondary_merchant_industry": "5812",
		"store_id":                    storeID(till), "store_name": s.config.Name + " Till " + till,
		"country_code": "HK", "address": "1 Wellington Street, Central",
		"trans_currency": currency, "currency": currency,
		"notify_sign_type": s.config.SignType, "notify_charset": s.config.Charset,
		// A notification names neither code nor store. What is given here
		// comes back in it as extra_common_param (merchant-qr §2.2, §7).
		"passback_parameters": `{"till":"` + till + `"}`,
	}}
	qrcode, err := s.alipay.CreateCode(ctx, call)
	if err != nil {
		return "", err
	}
	return qrcode, s.alipay.ModifyCode(ctx, qrcode, call) // its notify_url may be an older one
}

func storeID(till string) string { return "EXAMPLE-T" + till }

func (s *Shop) notifyURL() string { return strings.TrimSuffix(s.config.PublicURL, "/") + "/notify" }

// Refusal is a button that may not be pressed now, or not like that. Status
// is HTTP's.
type Refusal struct {
	Status int
	Text   string
}

func (r Refusal) Error() string { return r.Text }

func refuse(status int, format string, args ...any) error {
	return Refusal{Status: status, Text: fmt.Sprintf(format, args...)}
}

// alarm tells the manager. It must not stop what it tells of.
func (s *Shop) alarm(ctx context.Context, format string, args ...any) error {
	return s.store.Note(ctx, func(t *store.Tx) error { return t.Alarm(fmt.Sprintf(format, args...)) })
}

// lock locks a till for the rest of a transaction. "" is money that no till
// is known of, which nobody else changes either.
func lock(t *store.Tx, till string) error {
	if till == "" {
		return nil
	}
	known, err := t.LockTill(till)
	if err == nil && !known {
		err = errors.New("there is no till " + till)
	}
	return err
}

// newID is short enough to read aloud and long enough never to repeat.
func newID(prefix string) string { return prefix + rand.Text()[:16] }

// MayPass tells whether an error of Open is the gateway's absence, which a
// second try may mend.
func MayPass(err error) bool {
	var refusal Refusal
	return errors.Is(err, alipay.ErrUnknown) || errors.As(err, &refusal) && refusal.Status == http.StatusServiceUnavailable
}
