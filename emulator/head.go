package emulator

import "net/http"

// withHead answers HEAD as GET, without the body: `npx wait-on URL` and load
// balancers ask so whether a server is up. Not at the gateway, where a GET does
// something, nor for events, which have no end.
func withHead(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead && r.URL.Path != "/gateway.do" && r.URL.Path != "/_admin/events" {
			// The server leaves the body out: it looks at its own request.
			r = r.WithContext(r.Context())
			r.Method = http.MethodGet
		}
		next.ServeHTTP(w, r)
	})
}
