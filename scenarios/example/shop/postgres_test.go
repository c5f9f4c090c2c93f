package shop_test

import (
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/scenarios/example/shop"
)

// TestOnPostgreSQL shows that the shop is right there too: its locks are
// another database's. It needs SHOP_TEST_DATABASE_URL.
func TestOnPostgreSQL(t *testing.T) {
	t.Parallel()
	address := os.Getenv("SHOP_TEST_DATABASE_URL")
	if address == "" {
		t.Skip("NOT DONE: set SHOP_TEST_DATABASE_URL=postgres://… to test on PostgreSQL")
	}
	for _, p := range append(append(trustProvocations(), refundProvocations()...), stateProvocations()...) {
		t.Run("without "+string(p.bug)+": "+p.name, func(t *testing.T) {
			t.Parallel()
			own := schemaOf(t, address)
			w := newWorld(t, append(p.options, func(c *shop.Config, _ *emulator.Options) { c.Database = own })...)
			require.Equal(t, p.right, p.show(w))
		})
	}
}

// schemaOf makes a schema for one test.
func schemaOf(t *testing.T, address string) string {
	t.Helper()
	db, err := sql.Open("pgx", address)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	name := "shop_" + strings.ToLower(rand.Text())
	_, err = db.ExecContext(t.Context(), "CREATE SCHEMA "+name)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := db.Exec("DROP SCHEMA " + name + " CASCADE")
		require.NoError(t, err)
	})
	parsed, err := url.Parse(address)
	require.NoError(t, err)
	query := parsed.Query()
	query.Set("search_path", name)
	parsed.RawQuery = query.Encode()
	return parsed.String()
}
