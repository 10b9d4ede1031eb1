# Builds the static binary and puts it, alone, into an empty image.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=devel
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/attache ./cmd/attache \
    && mkdir -p /out/data /out/tmp

FROM gcr.io/distroless/static-debian12:nonroot
COPY --from=build /out/attache /usr/bin/attache
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
WORKDIR /data
VOLUME /data
ENV ATTACHE_STORE=bolt:/data/attache.db
# A running bot answers over the socket beside its store.
HEALTHCHECK --interval=1m --timeout=20s --start-period=5m CMD ["/usr/bin/attache", "status", "--running"]
ENTRYPOINT ["/usr/bin/attache"]
CMD ["run"]
