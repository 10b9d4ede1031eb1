package telegram

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"sync"
	"unicode/utf8"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"attache"
)

// maxCaption is how many code points of text go with a file.
const maxCaption = 1024

// sendFile sends a document's file with its text as the caption. A picture is shown; one
// that was uploaded before is sent by its identifier.
func (c *Client) sendFile(ctx context.Context, to address, params tgbotapi.Params, doc attache.Document) (string, error) {
	answered, err := c.limits.wait(ctx, to, doc.Urgency)
	if err != nil {
		return "", err
	}
	defer answered()
	params["caption"] = clip(Plain(doc), maxCaption)
	if !doc.File.Picture {
		result, err := c.upload(ctx, "sendDocument", "document", params, doc.File)
		return numberOf(result), c.heed(err, to.chat)
	}
	if utf8.RuneCountInString(Plain(doc)) <= maxCaption {
		params["caption"], params["parse_mode"] = Render(doc), tgbotapi.ModeHTML
	}
	result, err := c.sendPicture(ctx, params, doc.File)
	return numberOf(result), c.heed(err, to.chat)
}

// sendPicture sends a picture by its identifier, where it has one that Telegram still
// knows, else with its bytes.
func (c *Client) sendPicture(ctx context.Context, params tgbotapi.Params, file *attache.File) (json.RawMessage, error) {
	sum := sha256.Sum256(file.Data)
	if id := c.pictures.find(sum); id != "" {
		params["photo"] = id
		result, err := c.call(ctx, callTime, "sendPhoto", params)
		refused, ok := errors.AsType[*attache.SendError](err)
		if !ok || refused.Fault != attache.FaultMalformed {
			return result, err
		}
		c.pictures.keep(sum, "") // it may be the words; then they are refused once more
		delete(params, "photo")
	}
	result, err := c.upload(ctx, "sendPhoto", "photo", params, file)
	if err == nil {
		c.pictures.keep(sum, largest(result))
	}
	return result, err
}

// upload sends a file with its bytes.
func (c *Client) upload(ctx context.Context, method, kind string, params tgbotapi.Params, file *attache.File) (json.RawMessage, error) {
	part := tgbotapi.RequestFile{Name: kind, Data: tgbotapi.FileBytes{Name: file.Name, Bytes: file.Data}}
	return c.exchange(ctx, callTime, method, func(api *tgbotapi.BotAPI) (*tgbotapi.APIResponse, error) {
		return api.UploadFiles(method, params, []tgbotapi.RequestFile{part})
	})
}

// largest is the identifier of the largest size in which a picture was taken.
func largest(result json.RawMessage) string {
	var sent struct {
		Photo []tgbotapi.PhotoSize `json:"photo"`
	}
	if json.Unmarshal(result, &sent) != nil || len(sent.Photo) == 0 {
		return ""
	}
	return sent.Photo[len(sent.Photo)-1].FileID
}

// uploads are the identifiers of pictures that were uploaded, by their bytes. A start
// knows none.
type uploads struct {
	mu   sync.Mutex
	byID map[[sha256.Size]byte]string
}

// mostUploads bounds them; when they are too many they start anew.
const mostUploads = 4096

func (u *uploads) find(sum [sha256.Size]byte) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.byID[sum]
}

func (u *uploads) keep(sum [sha256.Size]byte, id string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.byID == nil || len(u.byID) >= mostUploads {
		u.byID = map[[sha256.Size]byte]string{}
	}
	if id == "" {
		delete(u.byID, sum)
		return
	}
	u.byID[sum] = id
}
