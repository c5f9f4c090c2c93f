package authority

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"localipay/emulator/alipay"
)

// Names are the hosts that clients use beside Alipay's and localhost.
type Names struct {
	Public string     // the host of --public-url, without its port; may be empty
	More   []string   // of --tls-host: host names, IP addresses, *.shop.test
	Listen netip.Addr // of --tls-listen; not valid, or unspecified, for none
}

// hosts are all that a leaf is for, in order and each once.
type hosts struct {
	names     []string // in lower case; may begin with *.
	addresses []netip.Addr
}

// locals are names of this machine, and of the container in the README.
func locals() []string { return []string{"localhost", "localipay"} }

func (n Names) hosts() (hosts, error) {
	h := hosts{names: locals(), addresses: []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1}), netip.IPv6Loopback()}}
	for _, domain := range alipay.Domains() {
		h.names = append(h.names, domain, "*."+domain)
	}
	if n.Public != "" {
		if err := h.add(n.Public); err != nil {
			return h, fmt.Errorf("--public-url has the host %.60q: %w", n.Public, err)
		}
	}
	for _, more := range n.More {
		if err := h.add(more); err != nil {
			return h, fmt.Errorf("--tls-host %.60q: %w", more, err)
		}
	}
	if n.Listen.IsValid() && !n.Listen.IsUnspecified() {
		h.addresses = append(h.addresses, n.Listen.Unmap().WithZone(""))
	}
	slices.Sort(h.names)
	slices.SortFunc(h.addresses, netip.Addr.Compare)
	h = hosts{slices.Compact(h.names), slices.Compact(h.addresses)}
	return h, h.checkContainers()
}

func (h *hosts) add(text string) error {
	if address, err := netip.ParseAddr(text); err == nil && address.Zone() == "" {
		h.addresses = append(h.addresses, address.Unmap())
		return nil
	}
	name := strings.TrimSuffix(text, ".")
	if err := checkName(name); err != nil {
		return err
	}
	h.names = append(h.names, strings.ToLower(name))
	return nil
}

const maxName = 253 // RFC 1035, 2.3.4, as people write names

func checkName(name string) error {
	base, wild := strings.CutPrefix(name, "*.")
	labels := strings.Split(base, ".")
	switch {
	case len(name) > maxName:
		return fmt.Errorf("a host name has %d characters at most", maxName)
	case strings.ContainsFunc(name, func(r rune) bool { return r > '~' }):
		return errors.New("write letters beyond ASCII in their xn-- form, as xn--fiq228c.test")
	case strings.Contains(base, "*"), wild && len(labels) < 2:
		return errors.New("write a star before two labels or more, as *.shop.test; clients take no others")
	case slices.ContainsFunc(labels, notLabel), isNumber(labels[len(labels)-1]):
		return errors.New("write a host name or an IP address, as pay.shop.test")
	}
	return nil
}

// notLabel lets the underscore through: names of containers have it.
func notLabel(label string) bool {
	const maxLabel = 63
	return label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' ||
		strings.Trim(label, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") != ""
}

// isNumber: what ends in a number is meant as an address, and is a wrong one.
func isNumber(label string) bool { return strings.Trim(label, "0123456789") == "" }
