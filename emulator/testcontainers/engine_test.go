package testcontainers_test

import (
	"net"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"localipay/emulator/testcontainers"
)

func TestWhereItRuns(t *testing.T) {
	t.Parallel()

	t.Run("in process and aloud where the engine is gone", func(t *testing.T) {
		t.Parallel()
		r := &recorder{}
		t.Cleanup(r.end)
		closed := "unix://" + filepath.Join(t.TempDir(), "docker.sock")
		l := testcontainers.RunIn(r, with("DOCKER_HOST", closed, "LOCALIPAY_TESTCONTAINERS", ""))
		require.Empty(t, r.failed)
		require.False(t, l.InContainer())
		require.Regexp(t, `^localipay: no Docker engine here \(DOCKER_HOST: .*`+closed+`.*\): in process$`, r.logged[0])
	})

	t.Run("in process where the engine is silent", func(t *testing.T) {
		t.Parallel()
		r := &recorder{}
		t.Cleanup(r.end)
		l := testcontainers.RunIn(r, with("DOCKER_HOST", "unix://"+silent(t), "LOCALIPAY_TESTCONTAINERS", ""))
		require.Empty(t, r.failed)
		require.False(t, l.InContainer())
		require.Contains(t, r.logged[0], "deadline exceeded")
	})

	t.Run("in a container and aloud where there is an engine", func(t *testing.T) {
		t.Parallel()
		r := &recorder{}
		t.Cleanup(r.end)
		testcontainers.Run(r)
		there(t, container, r.inContainer())
		require.Empty(t, r.failed)
		require.Regexp(t, `^localipay: Docker at [a-z]+://.*: in a container of image .*`, r.logged[0])
	})

	t.Run("nowhere where a container is wanted and there is no engine", func(t *testing.T) {
		t.Parallel()
		r := &recorder{}
		t.Cleanup(r.end)
		getenv := with("DOCKER_HOST", "unix:///nowhere/docker.sock", "LOCALIPAY_TESTCONTAINERS", "docker")
		require.Nil(t, testcontainers.RunIn(r, getenv))
		require.Contains(t, r.failed, "LOCALIPAY_TESTCONTAINERS=docker, and no Docker engine here (DOCKER_HOST: ")
		require.Contains(t, r.failed, "start one, or leave the variable out")
	})

	t.Run("nowhere where something else is wanted", func(t *testing.T) {
		t.Parallel()
		r := &recorder{}
		require.Nil(t, testcontainers.RunIn(r, with("LOCALIPAY_TESTCONTAINERS", "podman")))
		require.Equal(t, `localipay: LOCALIPAY_TESTCONTAINERS="podman": write docker or process, or nothing for what there is`, r.failed)
	})

	t.Run("nowhere where there is an engine and no image", func(t *testing.T) {
		t.Parallel()
		r := &recorder{}
		t.Cleanup(r.end)
		l := testcontainers.RunIn(r, with("LOCALIPAY_IMAGE", "localhost:1/localipay:missing"))
		there(t, container, r.inContainer())
		require.Nil(t, l)
		require.Contains(t, r.failed, "there is no image localhost:1/localipay:missing here, and none to pull")
		require.Contains(t, r.failed, `"docker build -t localipay ."`)
		require.Contains(t, r.failed, "LOCALIPAY_IMAGE")
	})
}

// silent is a socket on which nobody ever answers.
func silent(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "docker.sock")
	l, err := net.Listen("unix", path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	return path
}
