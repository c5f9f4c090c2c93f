package authority

import (
	"crypto/x509"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// nowhere is the only host that the CA lets email addresses and URIs have: RFC
// 5280 knows no way to forbid a form of names, and .invalid is nobody's.
const nowhere = "localipay.invalid"

// limit makes a certificate of a CA good for these hosts and what is below
// them, and for nothing else.
func (h hosts) limit(c *x509.Certificate) {
	c.PermittedDNSDomainsCritical = true // of the whole extension, despite its name
	c.PermittedDNSDomains = h.permitted()
	c.ExcludedDNSDomains = h.excluded()
	c.PermittedIPRanges = h.ranges()
	c.PermittedEmailAddresses, c.PermittedURIDomains = []string{nowhere}, []string{nowhere}
}

func (h hosts) permitted() []string {
	var list []string
	for _, name := range h.names {
		list = append(list, strings.TrimPrefix(name, "*."))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// excluded are the names below a container's: one that is called shop, app or
// dev would open a whole top-level domain. RFC 5280 has no leading dot for DNS
// names, but Go, OpenSSL, GnuTLS, Node and Java all take it for "below".
func (h hosts) excluded() []string {
	var list []string
	for _, name := range h.names {
		if isContainer(name) {
			list = append(list, "."+name)
		}
	}
	return list
}

func isContainer(name string) bool {
	return !strings.Contains(name, ".") && !slices.Contains(locals(), name)
}

// checkContainers: a container's name above another host cannot be excluded.
func (h hosts) checkContainers() error {
	for _, name := range h.names {
		for _, other := range h.names {
			if isContainer(name) && strings.HasSuffix(other, "."+name) {
				return fmt.Errorf("the host names %q and %q: a CA for both would be good for all of .%s; leave one out of --tls-host and --public-url",
					name, strings.TrimPrefix(other, "*."), name)
			}
		}
	}
	return nil
}

func (h hosts) ranges() []*net.IPNet {
	list := []*net.IPNet{{IP: net.IPv4(127, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)}}
	for _, address := range h.addresses {
		if !address.IsLoopback() || address.Is6() {
			list = append(list, &net.IPNet{IP: address.AsSlice(), Mask: net.CIDRMask(address.BitLen(), address.BitLen())})
		}
	}
	return list
}

// uncovered is the first host that a CA may not sign for, or nothing.
func (h hosts) uncovered(ca *x509.Certificate) string {
	for _, name := range h.names {
		within := func(constraint string) bool { return within(name, constraint) }
		if !slices.ContainsFunc(ca.PermittedDNSDomains, within) || slices.ContainsFunc(ca.ExcludedDNSDomains, within) {
			return name
		}
	}
	for _, address := range h.addresses {
		if !slices.ContainsFunc(ca.PermittedIPRanges, func(n *net.IPNet) bool { return n.Contains(address.AsSlice()) }) {
			return address.String()
		}
	}
	return ""
}

// are tells whether a leaf is for these hosts exactly.
func (h hosts) are(leaf *x509.Certificate) bool {
	var addresses []netip.Addr
	for _, ip := range leaf.IPAddresses {
		if address, ok := netip.AddrFromSlice(ip); ok {
			addresses = append(addresses, address.Unmap())
		}
	}
	return slices.Equal(h.names, leaf.DNSNames) && slices.Equal(h.addresses, addresses)
}

func within(name, constraint string) bool {
	return name == constraint || strings.HasSuffix(name, "."+strings.TrimPrefix(constraint, "."))
}
