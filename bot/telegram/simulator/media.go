package simulator

import (
	"cmp"
	"fmt"
	"strings"
)

const (
	maxCaption = 1024 // code points
	maxPhoto   = 10 << 20
	maxFiles   = 10_000 // uploads whose identifiers are remembered
	maxShown   = 1 << 20
	mostShown  = 32 // pictures that the page can show
)

// pngSignature begins every PNG file.
const pngSignature = "\x89PNG\r\n\x1a\n"

// fileBook remembers uploads, so that an identifier can be sent again. Of their bytes
// the latest pictures' are kept, for the page. The server's mutex guards it.
type fileBook struct {
	byID  map[string]FileSize
	made  int64
	shown []shownFile // the latest last
}

// shownFile is a picture that the page can show.
type shownFile struct {
	id   string
	data []byte
}

// file takes what a parameter names: an upload, an identifier of an earlier
// one of the same kind, or an address.
func (s *Server) file(c *call, kind string) (FileSize, error) {
	value := strings.TrimSpace(c.text(kind))
	up, uploaded := c.files[kind]
	if name, attached := strings.CutPrefix(value, "attach://"); attached {
		up, uploaded = c.files[name]
	}
	switch known, isKnown := s.files.byID[value]; {
	case uploaded && up.size == 0:
		return FileSize{}, badRequest("file must be non-empty")
	case uploaded && kind == "photo" && up.size > maxPhoto:
		return FileSize{}, badRequest("file is too big")
	case uploaded:
		f := s.files.add(kind, up.name, up.size)
		s.files.show(f.UniqueID, up.data)
		return f, nil
	case value == "":
		return FileSize{}, badRequest("there is no %s in the request", kind)
	case isKnown && strings.HasPrefix(value, kind):
		return known, nil
	case isKnown:
		return FileSize{}, badRequest("type of file mismatch")
	case strings.HasPrefix(value, "https://"), strings.HasPrefix(value, "http://"):
		return s.files.add(kind, value[strings.LastIndexByte(value, '/')+1:], 1), nil
	}
	return FileSize{}, badRequest("wrong file identifier/HTTP URL specified")
}

func (b *fileBook) add(kind, name string, size int64) FileSize {
	if len(b.byID) >= maxFiles {
		clear(b.byID)
	}
	b.made++
	f := FileSize{FileID: fmt.Sprintf("%s-%d", kind, b.made), UniqueID: fmt.Sprintf("u%d", b.made), Size: size}
	if kind == "document" {
		f.Name = cmp.Or(name, "file")
	} else {
		f.Width, f.Height = 1280, 720
	}
	b.byID[f.FileID] = f
	return f
}

// show keeps a picture for the page.
func (b *fileBook) show(id string, data []byte) {
	if data == nil {
		return
	}
	b.shown = append(b.shown, shownFile{id, data})
	b.shown = b.shown[max(0, len(b.shown)-mostShown):]
}

// picture is one that is kept; nil where it is not.
func (s *Server) picture(id string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.files.shown {
		if f.id == id {
			return f.data
		}
	}
	return nil
}

// caption reads a caption, which may be absent.
func (c *call) caption() (body, error) {
	raw := c.text("caption")
	if strings.TrimSpace(raw) == "" {
		return body{}, nil
	}
	b, err := c.readText(raw, "caption_entities", maxCaption)
	if err == errTooLong { //nolint:errorlint // it is never wrapped
		return b, badRequest("message caption is too long")
	}
	return b, err
}

func (s *Server) sendPhoto(c *call) (any, error)    { return s.sendFile(c, "photo") }
func (s *Server) sendDocument(c *call) (any, error) { return s.sendFile(c, "document") }

func (s *Server) sendFile(c *call, kind string) (any, error) {
	b, err := c.caption()
	if err != nil {
		return nil, err
	}
	markup, err := c.readMarkup(false)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := s.file(c, kind)
	if err != nil {
		return nil, err
	}
	r, m, err := s.prepare(c)
	if err != nil {
		return nil, err
	}
	if kind == "photo" {
		m.Photo = []FileSize{f}
	} else {
		m.Document = &f
	}
	m.Caption, m.CaptionEntities, m.ReplyMarkup = b.text, b.entities, markup.inline
	s.accept(c, r, m, markup)
	return m.copy(), nil
}

func (s *Server) editMessageCaption(c *call) (any, error) {
	b, err := c.caption()
	if err != nil {
		return nil, err
	}
	markup, err := c.readMarkup(true)
	if err != nil {
		return nil, err
	}
	return s.edit(c, markup, func(m *Message) error {
		if m.Photo == nil && m.Document == nil {
			return badRequest("there is no caption in the message to edit")
		}
		m.Caption, m.CaptionEntities, m.ReplyMarkup = b.text, b.entities, markup.inline
		return nil
	})
}
