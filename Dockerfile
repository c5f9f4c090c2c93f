# localipay in a container: one static program, its certificates and nothing else.
#
#   docker build -t localipay .
#   docker run --rm -p 8080:8080 localipay
#
# Needs nothing that BuildKit alone knows.
FROM golang:1.26-bookworm AS modules
# Where modules come from, for who cannot reach the default. In a stage of its own: wherever they came from, what follows is the same.
ARG GOPROXY
ENV GOMODCACHE=/modules
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download

FROM golang:1.26-bookworm AS build
ENV GOMODCACHE=/modules CGO_ENABLED=0 GOFLAGS="-trimpath -buildvcs=false -tags=timetzdata"
WORKDIR /src
COPY --from=modules /modules /modules
COPY . .
# All but the linking, so that another revision's name is no other build.
RUN go build -o /dev/null .
ARG REVISION
RUN go build \
      -ldflags="-s -w -X localipay/emulator/command.listen=:8080 -X localipay/emulator/command.revision=${REVISION}" -o /image/localipay . \
 && mkdir -p /image/tls /image/data /image/etc/ssl/certs \
 && cp /etc/ssl/certs/ca-certificates.crt /image/etc/ssl/certs/ \
 && chown -R 65532:0 /image/tls /image/data && chmod 775 /image/tls /image/data

FROM scratch
ARG REVISION
LABEL org.opencontainers.image.title="localipay" \
      org.opencontainers.image.description="A local Alipay for tests of AlipayHK merchant QR code integrations. Not Alipay's software." \
      org.opencontainers.image.version="0.1.0-dev" \
      org.opencontainers.image.revision="${REVISION}"
# With their owners: a new volume on /tls (--tls-dir) or /data (--state) is then the program's to write, as any user of group 0 too.
COPY --from=build /image/ /
USER 65532:65532
# The one that is always open: GitLab waits until those named here are.
EXPOSE 8080
# Often, because whoever waits for it waits that long.
HEALTHCHECK --interval=500ms --timeout=3s --start-period=5s --retries=3 CMD ["/localipay", "healthcheck"]
ENTRYPOINT ["/localipay"]
