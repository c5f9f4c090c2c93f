package alipay

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"

	"localipay/emulator/suggest"
)

var currencyPattern = regexp.MustCompile(`^[A-Z]{3}$`)

// maxSwitch is room enough for a name and for any key.
const maxSwitch = 16 << 10

func textSwitch(name string, field func(*Merchant) *string) Switch {
	return Switch{
		Name: name,
		Set: func(m *Merchant, value any) error {
			if value == nil {
				*field(m) = ""
				return nil
			}
			text, err := wantText(value)
			if err != nil {
				return err
			}
			if !Storable(text) || len(text) > maxSwitch {
				return fmt.Errorf("%q is not plain text of at most %d bytes", Shorten(text, 40), maxSwitch)
			}
			*field(m) = text
			return nil
		},
		Get: func(m Merchant) any { return *field(&m) },
	}
}

func boolSwitch(name string, field func(*Merchant) *bool) Switch {
	return Switch{
		Name: name,
		Set: func(m *Merchant, value any) error {
			b, ok := value.(bool)
			if !ok {
				return fmt.Errorf("%v is not true or false", value)
			}
			*field(m) = b
			return nil
		},
		Get: func(m Merchant) any { return *field(&m) },
	}
}

func enumSwitch[T ~string](name string, field func(*Merchant) *T, allowed ...T) Switch {
	return Switch{
		Name: name,
		Set: func(m *Merchant, value any) error {
			text, err := wantText(value)
			if err != nil {
				return err
			}
			for _, a := range allowed {
				if T(text) == a {
					*field(m) = a
					return nil
				}
			}
			return fmt.Errorf("%q is not one of %v", text, allowed)
		},
		Get: func(m Merchant) any { return string(*field(&m)) },
	}
}

func spanSwitch(name string, field func(*Merchant) *time.Duration) Switch {
	return Switch{
		Name: name,
		Set: func(m *Merchant, value any) error {
			text, err := wantText(value)
			if err != nil {
				return err
			}
			span, err := ParseDuration(text)
			if err != nil {
				return fmt.Errorf("%q: %w", text, err)
			}
			*field(m) = span
			return nil
		},
		Get: func(m Merchant) any { return FormatDuration(*field(&m)) },
	}
}

func wantText(value any) (string, error) {
	text, ok := value.(string)
	if !ok {
		return "", fmt.Errorf("%v is not a text; write it in quotes", value)
	}
	return text, nil
}

func setServices(m *Merchant, value any) error {
	if value == nil {
		m.Services = Services()
		return nil
	}
	list, ok := value.([]any)
	if !ok {
		return fmt.Errorf("%v is not a list of services", value)
	}
	chosen := make([]string, 0, len(list))
	for _, entry := range list {
		name, err := wantText(entry)
		if err != nil {
			return err
		}
		if !IsService(name) {
			return fmt.Errorf("%q is not a service%s", name, suggest.DidYouMean(name, services))
		}
		chosen = append(chosen, name)
	}
	m.Services = chosen
	return nil
}

const maxQRBase = 200

func setQRBase(m *Merchant, value any) error {
	text, err := wantText(value)
	if err != nil {
		return err
	}
	if text != QRBasePublic {
		if !IsWebAddress(text) || text[len(text)-1] != '/' {
			return fmt.Errorf(`%q is not "public" or a URL that ends in /`, text)
		}
		if len(text) > maxQRBase {
			return fmt.Errorf("a URL of %d characters makes a picture that no phone reads; keep to %d", len(text), maxQRBase)
		}
	}
	m.QRBase = text
	return nil
}

func setCurrency(m *Merchant, value any) error {
	text, err := wantText(value)
	if err != nil {
		return err
	}
	if !currencyPattern.MatchString(text) {
		return fmt.Errorf("%q is not a currency; write three capital letters, as HKD", text)
	}
	// A balance stays the amount that it is, not the number of minor units;
	// JPY and KRW have no cents to keep.
	m.Balance = m.Balance * Currency(text).unit() / m.Currency.unit()
	m.Currency = Currency(text)
	return nil
}

func setRefundWindow(m *Merchant, value any) error {
	text, err := wantText(value)
	if err != nil {
		return err
	}
	at, err := ParseClockTime(text)
	if err != nil {
		return fmt.Errorf("%q: %w", text, err)
	}
	m.RefundWindow = at
	return nil
}

func getRefundWindow(m Merchant) any {
	return time.Time{}.Add(m.RefundWindow).Format("15:04")
}

func setFeeRate(m *Merchant, value any) error {
	text, err := wantText(value)
	if err != nil {
		return err
	}
	rate, ok := ParseRate(text)
	if !ok {
		return fmt.Errorf(`%q is not a rate from 0 to 1; write 1.2 percent as "0.012"`, text)
	}
	m.FeeRate = rate
	return nil
}

func setBalance(m *Merchant, value any) error {
	if value == nil {
		m.Balance, m.HasBalance = 0, false
		return nil
	}
	text, err := wantText(value)
	if err != nil {
		return err
	}
	amount, ok := ParseBalance(text, m.Currency)
	if !ok {
		return errors.New(text + ` is not an amount; write it as "100.00"`)
	}
	m.Balance, m.HasBalance = amount, true
	return nil
}

func getBalance(m Merchant) any {
	if !m.HasBalance {
		return nil
	}
	return m.Balance.Format(m.Currency)
}

// setSFTPPassword refuses what nobody could type, as the line break behind a
// secret that was read from a file.
func setSFTPPassword(m *Merchant, value any) error {
	changed := *m
	if err := textSwitch("", func(m *Merchant) *string { return &m.SFTPPassword }).Set(&changed, value); err != nil {
		return err
	}
	text := changed.SFTPPassword
	if strings.TrimSpace(text) != text || strings.ContainsFunc(text, unicode.IsControl) {
		return fmt.Errorf("%q holds a line break, or begins or ends with a blank; give the password alone", Shorten(text, 40))
	}
	*m = changed
	return nil
}
