package admin

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"localipay/emulator/alipay"
)

// guard lets through who may use the API: by a name that cannot be a
// stranger's page (DNS rebinding), from no other origin, and with the token if
// there is one (interface.md, "Admin API").
func (a *Admin) guard(open bool, next http.Handler) http.Handler {
	refuse := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", "Bearer")
		writeError(w, fault(http.StatusUnauthorized, "UNAUTHORIZED", "send Authorization: Bearer with the token of --admin-token"))
	}
	return a.guardOr(open, http.HandlerFunc(refuse), next)
}

// guardOr is guard with what is answered in place of next without the token.
func (a *Admin) guardOr(open bool, refuse, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Host == "":
			writeError(w, fault(http.StatusForbidden, "UNKNOWN_HOST", "the request names no host; send a Host header"))
		case !a.knownHost(r.Host):
			writeError(w, fault(http.StatusForbidden, "UNKNOWN_HOST", "the host name %q is not known; start with --allow-host %s to allow it", r.Host, hostName(r.Host)))
		case foreignOrigin(r):
			writeError(w, fault(http.StatusForbidden, "FOREIGN_ORIGIN", "pages of %s may not use this API", r.Header.Get("Origin")))
		case !open && !a.hasToken(r):
			refuse.ServeHTTP(w, r)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// Guard protects what stands beside the API: by the host's name and the origin,
// and with closed by the token too.
func (a *Admin) Guard(closed bool, next http.Handler) http.Handler { return a.guard(!closed, next) }

// GuardPages protects pages in the same way, and shows login to who has not
// signed in.
func (a *Admin) GuardPages(login, next http.Handler) http.Handler {
	return a.guardOr(false, login, next)
}

// knownHost: loopback names, IP literals and names without a dot can only be
// reached on purpose; the others must have been named.
func (a *Admin) knownHost(hostPort string) bool {
	host := hostName(hostPort)
	switch {
	case host == "":
		return false
	case host == "localhost", strings.HasSuffix(host, ".localhost"), net.ParseIP(host) != nil, !strings.Contains(host, "."):
		return true
	case a.Certified(host):
		return true
	case slices.ContainsFunc(a.AllowHosts, func(allowed string) bool { return hostName(allowed) == host }):
		return true
	}
	if public, err := url.Parse(a.PublicURL()); err == nil && strings.EqualFold(public.Hostname(), host) {
		return true
	}
	return slices.ContainsFunc(alipay.Domains(), func(domain string) bool {
		return host == domain || strings.HasSuffix(host, "."+domain)
	})
}

// hostName is the host without its port, in lower case.
func hostName(hostPort string) string {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = hostPort
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	return strings.ToLower(strings.TrimSuffix(host, "."))
}

func foreignOrigin(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return false
	}
	u, err := url.Parse(origin)
	return err != nil || !strings.EqualFold(u.Host, r.Host)
}

func (a *Admin) hasToken(r *http.Request) bool {
	if a.Token == "" {
		return true
	}
	scheme, sent, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer") && a.isToken(sent) || a.signedIn(r)
}
