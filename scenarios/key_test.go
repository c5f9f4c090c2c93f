package scenarios_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/scenarios"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	e := emulator.RunT(t)
	t.Run("a demo merchant's guest signs with its published key", func(t *testing.T) {
		t.Parallel()
		pass(t, e, `
merchant: "2088000000000001"
steps:
  - create_qrcode: {sign_type: RSA2, store_id: K1}
    save: {code: qrcode}
    expect: {sign_type: RSA2, signature: right}
  - modify_qrcode: {qrcode: "${code}", store_name: Another}
  - expect_qrcode: {qrcode: "${code}", store_id: K1, store_name: Another}
---
merchant: "2088000000000001"
steps:
  - query: {partner_trans_id: "${partner}"}
    expect: {detail_error_code: TRADE_NOT_EXIST}
  - modify_qrcode: {qrcode: https://qr.alipay.com/ocx00000000000000000000}
    expect: {result_code: AE_BARCODE_OPERATE_CODE_FAIL}
`)
	})
	t.Run("a key of the user's own stands in a file beside the scenario", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		require.NoError(t, err)
		block := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
		require.NoError(t, os.WriteFile(filepath.Join(folder, "mine.pem"), block, 0o600))
		path := filepath.Join(folder, "story.yaml")
		require.NoError(t, os.WriteFile(path, []byte("private_key: mine.pem\nsign_type: RSA\nsteps:\n  - create_qrcode: {}\n"), 0o600))
		list, err := scenarios.Load([]string{path}, nil)
		require.NoError(t, err)
		results, err := scenarios.Run(t.Context(), list, own(e), silent{})
		require.NoError(t, err)
		require.Nil(t, results[0].Failure, "%+v", results[0].Failure)
	})
	t.Run("a key that is none is refused", func(t *testing.T) {
		t.Parallel()
		folder := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(folder, "no.pem"), []byte("no key"), 0o600))
		_, err := scenarios.Parse(filepath.Join(folder, "story.yaml"), []byte("private_key: no.pem\nsteps:\n  - wait: 1s\n"), nil)
		require.ErrorContains(t, err, "story.yaml:1: scenario: private_key: ")
	})
}
