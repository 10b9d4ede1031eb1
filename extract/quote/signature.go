package quote

import (
	"embed"
	"encoding/binary"
	"hash/fnv"
	"io/fs"
	"math"
	"slices"
	"strings"
	"sync"

	"attache/internal/text"
)

//go:embed samples/*.txt
var sampleFiles embed.FS

// Signature tells what the weights of a model are learned with: the data files of
// the languages, and the features that all decisions have on a sample text of each
// language. A model with another one is older than the code; learn it anew.
var Signature = sync.OnceValue(func() uint64 {
	h := fnv.New64a()
	for _, dir := range []fs.ReadDirFS{langFiles, sampleFiles} {
		root := "lang"
		if dir == fs.ReadDirFS(sampleFiles) {
			root = "samples"
		}
		files, _ := dir.ReadDir(root)
		for _, f := range files {
			raw, err := fs.ReadFile(dir, root+"/"+f.Name())
			if err != nil {
				panic("quote: an embedded file cannot be read: " + err.Error())
			}
			h.Write(raw)
			if root == "samples" {
				h.Write(featuresOf(strings.TrimSuffix(f.Name(), ".txt"), string(raw)))
			}
		}
	}
	return h.Sum64()
})

// featuresOf gives the places of the features that the decisions on a text have.
func featuresOf(lang, body string) []byte {
	var out []byte
	note := func(list []uint32) {
		for _, x := range list {
			out = append(out, byte(x), byte(x>>8), byte(x>>16), byte(x>>24))
		}
	}
	m := &Model{weights: &unlearned, scale: 1}
	a := newArticle(text.New(body, lang), m)
	r := newReader(a, m)
	defer r.release()
	l := last{-1, -1, -1}
	all := make([]verdict, len(a.passages))
	for k := range a.passages {
		s := a.scene(k, l)
		r.candidates = a.candidates(k, l, r.candidates)
		for _, c := range slices.Clone(r.candidates) {
			r.begin(decideSpeaker)
			a.describe(&r.f, &s, c)
			note(r.f.list())
		}
		all[k] = r.judge(k, l)
		note(r.f.list())
		l = r.follow(k, all[k], l)
	}
	for k := range all {
		for _, v := range all[k].choices() {
			for _, x := range r.describeTrust(k, all, &v) {
				out = binary.LittleEndian.AppendUint32(out, math.Float32bits(x))
			}
		}
	}
	for i := range a.mentions {
		for _, x := range a.meanable(int32(i), nil) {
			r.begin(decideWho)
			a.describeMeant(&r.f, int32(i), x)
			note(r.f.list())
		}
	}
	for i := range a.note {
		if r.cueWord(i) {
			r.begin(decideReport)
			r.describeCue(i)
			note(r.f.list())
		}
	}
	return out
}
