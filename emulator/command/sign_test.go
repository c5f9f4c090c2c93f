package command_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator"
	"localipay/emulator/alipay"
	"localipay/emulator/signature"
	"localipay/keys"
)

// vector runs sign as the partner of spec/vectors.md, section A.
func vector(t *testing.T, args ...string) ended {
	t.Helper()
	return run(t, nil, append([]string{
		"sign", "--partner=1000000000000000", "--md5-key=10000000000000000000000000000000", "--charset=utf-8",
	}, args...)...)
}

func TestSignGivesTheKnownVectors(t *testing.T) {
	t.Parallel()
	refund := []string{
		"service=alipay.acquire.overseas.spot.refund", "partner_trans_id=2010121000000002",
		"partner_refund_id=301012133000002", "currency=USD", "refund_amount=0.01", "is_sync=Y",
	}
	t.Run("as a URL", func(t *testing.T) {
		t.Parallel()
		got := vector(t, "service=alipay.acquire.overseas.query", "partner_trans_id=2010121000000002")
		require.Equal(t, "http://localhost:8080/gateway.do?_input_charset=utf-8&partner=1000000000000000"+
			"&service=alipay.acquire.overseas.query&partner_trans_id=2010121000000002"+
			"&sign=2a7f598bbb13d02f7de819ae689f80ba&sign_type=MD5\n", got.out)
		require.Zero(t, got.code, got.err)
	})
	t.Run("as the URL of another gateway", func(t *testing.T) {
		t.Parallel()
		got := vector(t, append(refund, "--gateway=https://pay.example/gateway.do")...)
		require.True(t, strings.HasPrefix(got.out, "https://pay.example/gateway.do?"), got.out)
		require.Contains(t, got.out, "&sign=397685a0c6b2d71d0d1f374ddba331a0&")
	})
	t.Run("as a body, with the charset signed but left to the URL", func(t *testing.T) {
		t.Parallel()
		got := vector(t, append(refund, "--post")...)
		require.True(t, strings.HasPrefix(got.out, "partner=1000000000000000&service="), got.out)
		require.Contains(t, got.out, "&sign=397685a0c6b2d71d0d1f374ddba331a0&")
		require.NotContains(t, got.out, "_input_charset")
	})
}

func TestSignWritesGBK(t *testing.T) {
	t.Parallel()
	t.Run("bytes as signed", func(t *testing.T) {
		t.Parallel()
		got := run(t, nil, "sign", "--charset=GBK", "name=中環 店")
		require.Contains(t, got.out, "&name=%D6%D0%ADh+%B5%EA&")
		message := "_input_charset=GBK&name=\xD6\xD0\xADh \xB5\xEA&partner=2088000000000001"
		require.NoError(t, signature.Verify(alipay.MD5, []byte(message), signOf(t, got.out), "k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y00", nil))
	})
	t.Run("but no character that it lacks", func(t *testing.T) {
		t.Parallel()
		got := run(t, nil, "sign", "--charset=GBK", "name=🍜")
		require.Equal(t, 1, got.code)
		require.Contains(t, got.err, "GBK lacks a character")
	})
}

func TestSignWithRSA(t *testing.T) {
	t.Parallel()
	const partner = "2088000000000002"
	pem, ok := keys.MerchantPublicPEM(partner)
	require.True(t, ok)
	public, err := keys.ParsePublic(pem)
	require.NoError(t, err)
	for _, kind := range []alipay.SignType{alipay.RSA, alipay.RSA2} {
		t.Run(string(kind)+" verifies with the demo key", func(t *testing.T) {
			t.Parallel()
			got := run(t, nil, "sign", "--partner", partner, "--sign-type", string(kind), "service=x")
			require.Contains(t, got.out, "&sign_type="+string(kind)+"\n")
			message := []byte("_input_charset=UTF-8&partner=" + partner + "&service=x")
			require.NoError(t, signature.Verify(kind, message, signOf(t, got.out), "", public))
		})
	}
	t.Run("needs a key of those who are no demo merchant", func(t *testing.T) {
		t.Parallel()
		got := run(t, nil, "sign", "--partner=2088000000000101", "--sign-type=RSA2", "service=x")
		require.Equal(t, 1, got.code)
		require.Contains(t, got.err, "--private-key FILE")
	})
	t.Run("takes the key of a file", func(t *testing.T) {
		t.Parallel()
		private := "../../keys/merchant_" + partner + "_private.pem"
		got := run(t, nil, "sign", "--partner=2088000000000101", "--sign-type=RSA2", "--private-key", private, "service=x")
		require.Zero(t, got.code, got.err)
		message := []byte("_input_charset=UTF-8&partner=2088000000000101&service=x")
		require.NoError(t, signature.Verify(alipay.RSA2, message, signOf(t, got.out), "", public))
	})
}

func TestSignTakesWhatItsFlagsSayFromParametersToo(t *testing.T) {
	t.Parallel()
	flags := run(t, nil, "sign", "--partner=2088000000000002", "--charset=GBK", "--sign-type=RSA2", "service=x")
	params := run(t, nil, "sign", "partner=2088000000000002", "_input_charset=GBK", "sign_type=RSA2", "service=x")
	require.Zero(t, params.code, params.err)
	require.Equal(t, flags.out, params.out)
}

func TestSignRefusesWhatItCannotTake(t *testing.T) {
	t.Parallel()
	for _, param := range []string{"sign=x", "sign_type=DSA", "partner=1", "_input_charset=BIG5", "novalue", "=x"} {
		got := run(t, nil, "sign", param)
		require.Equal(t, 1, got.code, param)
		require.Empty(t, got.out)
	}
	got := run(t, nil, "sign", "--partner=2088000000000009", "a=b")
	require.Contains(t, got.err, "is not in the fixtures: give its key with --md5-key")
}

// TestSignFindsTheKeysThatTheEmulatorMakes: a merchant of the fixtures without
// a key gets one from the seed, and sign must know it.
func TestSignFindsTheKeysThatTheEmulatorMakes(t *testing.T) {
	t.Parallel()
	file := write(t, "shops.yaml", "merchants:\n  - partner: \"2088000000000101\"\ngenerate: {merchants: 1}\n")
	e := emulator.RunT(t, emulator.Options{Fixtures: file, Seed: 7})
	for _, m := range e.Merchants() {
		t.Run(m.Partner, func(t *testing.T) {
			t.Parallel()
			signed := run(t, variables{"LOCALIPAY_SEED": "7", "LOCALIPAY_FIXTURES": file}, "sign",
				"--partner", m.Partner, "--gateway", e.GatewayURL(), "service=alipay.acquire.overseas.query", "partner_trans_id=1")
			require.Zero(t, signed.code, signed.err)
			require.Contains(t, answer(t, strings.TrimSpace(signed.out)), "TRADE_NOT_EXIST")
			other := run(t, variables{"LOCALIPAY_FIXTURES": file}, "sign", "--partner=2088000000000101",
				"--gateway", e.GatewayURL(), "service=alipay.acquire.overseas.query", "partner_trans_id=1")
			require.Contains(t, answer(t, strings.TrimSpace(other.out)), "ILLEGAL_SIGN")
		})
	}
}

func answer(t *testing.T, address string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return string(text)
}

func signOf(t *testing.T, line string) string {
	t.Helper()
	_, query, _ := strings.Cut(strings.TrimSpace(line), "?")
	values, err := url.ParseQuery(query)
	require.NoError(t, err)
	return values.Get("sign")
}
