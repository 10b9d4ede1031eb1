package bolt

import (
	_ "embed"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// dictionary begins every frame's history: records of the demo's wire, in eight
// languages, as they are stored. What is packed with it cannot be read without it:
// it never changes; another one would get a number of its own.
//
//go:embed dictionary.bin
var dictionary []byte

// dictionaryNumber stands in every frame.
const dictionaryNumber = 1

// packedMark begins a packed record; JSON never begins so.
const packedMark = 2

// packFrom is the length from which packing a record is worth it, and mostUnpacked
// the longest that is unpacked: more is damage.
const (
	packFrom     = 200
	mostUnpacked = 64 << 20
)

// packer and unpacker are made when the first record needs them, for all stores.
var (
	packer = sync.OnceValue(func() *zstd.Encoder {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderDictRaw(dictionaryNumber, dictionary), zstd.WithEncoderLevel(zstd.SpeedDefault),
			zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithWindowSize(128<<10))
		if err != nil {
			panic(err) // the options are ours
		}
		return e
	})
	unpacker = sync.OnceValue(func() *zstd.Decoder {
		d, err := zstd.NewReader(nil, zstd.WithDecoderDictRaw(dictionaryNumber, dictionary), zstd.WithDecoderConcurrency(2),
			zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(mostUnpacked))
		if err != nil {
			panic(err)
		}
		return d
	})
)

// pack gives a record as it is stored: compressed where that is shorter.
func pack(b []byte) []byte {
	if len(b) < packFrom {
		return b
	}
	packed := packer().EncodeAll(b, append(make([]byte, 0, len(b)/2), packedMark))
	if len(packed) >= len(b) {
		return b
	}
	return packed
}

// unpack undoes pack; the result may be b itself.
func unpack(b []byte) ([]byte, error) {
	if len(b) == 0 || b[0] != packedMark {
		return b, nil
	}
	plain, err := unpacker().DecodeAll(b[1:], nil)
	if err != nil {
		return nil, fmt.Errorf("unpacking it: %w", err)
	}
	return plain, nil
}
