package bolt

import (
	_ "embed"
	"errors"
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

// packing are the encoder and the decoder of all stores, made when the first record
// needs them by a goroutine that waits for that from the start: their channels must
// not belong to a test's bubble of time (testing/synctest) that happens to be first.
var packing struct {
	once   sync.Once
	wanted chan struct{}
	ready  chan struct{}
	in     *zstd.Encoder
	out    *zstd.Decoder
}

func init() {
	packing.wanted, packing.ready = make(chan struct{}), make(chan struct{})
	go func() {
		<-packing.wanted
		var err, err2 error
		packing.in, err = zstd.NewWriter(nil, zstd.WithEncoderDictRaw(dictionaryNumber, dictionary),
			zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true),
			zstd.WithWindowSize(128<<10))
		packing.out, err2 = zstd.NewReader(nil, zstd.WithDecoderDictRaw(dictionaryNumber, dictionary), zstd.WithDecoderConcurrency(2),
			zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(mostUnpacked))
		if err = errors.Join(err, err2); err != nil {
			panic(err) // the options are ours
		}
		packing.in.EncodeAll(dictionary[:packFrom], nil) // its channel is made with the first
		close(packing.ready)
	}()
}

func packer() *zstd.Encoder {
	packing.once.Do(func() { close(packing.wanted) })
	<-packing.ready
	return packing.in
}

func unpacker() *zstd.Decoder {
	packer()
	return packing.out
}

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
	return unpackInto(new([]byte), b)
}

// unpackInto undoes pack: the result is in the buffer, or b itself.
func unpackInto(buffer *[]byte, b []byte) ([]byte, error) {
	if len(b) == 0 || b[0] != packedMark {
		return b, nil
	}
	plain, err := unpacker().DecodeAll(b[1:], (*buffer)[:0])
	if err != nil {
		return nil, fmt.Errorf("unpacking it: %w", err)
	}
	*buffer = plain
	return plain, nil
}

// mostLent is the longest buffer that is kept for the next record.
const mostLent = 256 << 10

// lent are buffers in which records are put together and unpacked before they are read.
var lent = sync.Pool{New: func() any { b := make([]byte, 0, 8<<10); return &b }}

func borrow() *[]byte { return lent.Get().(*[]byte) }

func giveBack(b *[]byte) {
	if cap(*b) <= mostLent {
		lent.Put(b)
	}
}
