package simulator

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// specification is the machine-readable Bot API.
type specification struct {
	Methods map[string]struct {
		Fields []apiField `json:"fields"`
	} `json:"methods"`
	Types map[string]struct {
		Fields []apiField `json:"fields"`
	} `json:"types"`
}

type apiField struct {
	Name     string `json:"name"`
	Required bool   `json:"required"`
}

func names(fields []apiField) []string {
	list := make([]string, 0, len(fields))
	for _, f := range fields {
		list = append(list, f.Name)
	}
	return list
}

func readSpecification(t *testing.T) specification {
	t.Helper()
	shared := os.Getenv("ATTACHE_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "..", "shared")
	}
	raw, err := os.ReadFile(filepath.Join(shared, "data", "telegram", "api.json"))
	if err != nil {
		t.Skipf("no specification of the Bot API (set ATTACHE_SHARED to compare with it): %v", err)
	}
	var spec specification
	if err := json.Unmarshal(raw, &spec); err != nil {
		t.Fatal(err)
	}
	return spec
}

func TestMethodsAndParametersAreTheBotAPIs(t *testing.T) {
	spec := readSpecification(t)
	for _, m := range methods {
		official, exists := spec.Methods[m.name]
		if !exists {
			t.Errorf("the Bot API has no method %s", m.name)
			continue
		}
		known := names(official.Fields)
		for _, p := range m.params {
			if !slices.Contains(known, p) {
				t.Errorf("%s has no parameter %s", m.name, p)
			}
		}
		for _, f := range official.Fields {
			if f.Required && !slices.Contains(m.params, f.Name) {
				t.Errorf("%s does not read its required parameter %s", m.name, f.Name)
			}
		}
	}
}

func TestObjectsHaveTheBotAPIsFields(t *testing.T) {
	spec := readSpecification(t)
	for name, object := range map[string]any{
		"User": User{}, "Chat": Chat{}, "MessageEntity": Entity{}, "LinkPreviewOptions": LinkPreview{},
		"InlineKeyboardButton": Button{}, "InlineKeyboardMarkup": Keyboard{}, "Message": Message{},
		"CallbackQuery": Query{}, "ChatMemberUpdated": MemberUpdate{}, "InlineQuery": InlineQuery{},
		"Update": Update{}, "BotCommand": Command{}, "ChatFullInfo": chatFullInfo{},
	} {
		fields := spec.Types[name].Fields
		ours := map[string]bool{}
		for _, f := range reflect.VisibleFields(reflect.TypeOf(object)) {
			if f.Anonymous {
				continue
			}
			tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			ours[tag] = true
			if !slices.Contains(names(fields), tag) {
				t.Errorf("%s has no field %s", name, tag)
			}
		}
		for _, f := range fields {
			if f.Required && !ours[f.Name] {
				t.Errorf("%s lacks the required field %s", name, f.Name)
			}
		}
	}
}

// kindsOfMembers are the types getChatMember may answer with.
var kindsOfMembers = map[string]string{
	"creator": "ChatMemberOwner", "administrator": "ChatMemberAdministrator", "member": "ChatMemberMember",
	"restricted": "ChatMemberRestricted", "left": "ChatMemberLeft", "kicked": "ChatMemberBanned",
}

func TestMembersHaveTheirRequiredFields(t *testing.T) {
	spec := readSpecification(t)
	for status, kind := range kindsOfMembers {
		full := Member{Status: status}.full()
		fields := spec.Types[kind].Fields
		for _, f := range fields {
			if _, has := full[f.Name]; f.Required && !has {
				t.Errorf("%s lacks the required field %s", kind, f.Name)
			}
		}
		for name := range full {
			if !slices.Contains(names(fields), name) {
				t.Errorf("%s has no field %s", kind, name)
			}
		}
	}
}
