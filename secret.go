package attache

import (
	"net/url"
	"strings"
)

// secretNames are the parameters of addresses that hold a secret, in lower case.
var secretNames = map[string]bool{
	"password": true, "passwd": true, "pass": true, "pwd": true, "secret": true, "client_secret": true, "token": true, "access_token": true,
	"auth_token": true, "authtoken": true, "auth": true, "api_key": true, "apikey": true, "api-key": true, "sig": true, "signature": true,
	"private_key": true, "privatekey": true, "session": true, "credentials": true,
}

// keyLength is from how many bytes on a parameter "key" is taken for a secret
// one: shorter ones name things.
const keyLength = 16

// masked stands for a secret in an address that people see.
const masked = "xxxxx"

// PublicURL gives an address as it may be shown, logged and exported: without
// user and password, and with every parameter masked that holds a secret, also where
// it is no address that can be read.
func PublicURL(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return publicText(address)
	}
	query, secret := publicQuery(u.RawQuery)
	if u.User == nil && !secret {
		return address
	}
	u.User, u.RawQuery = nil, query
	return u.String()
}

// publicText is PublicURL of what cannot be read as an address.
func publicText(address string) string {
	scheme, rest, found := strings.Cut(address, "://")
	rest, query, asked := strings.Cut(rest, "?")
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	if !found {
		return address
	}
	if asked {
		if i := strings.LastIndexByte(query, '@'); i >= 0 && !strings.Contains(rest, "/") { // of a password with a ?
			rest, query = "", query[i+1:]
		}
		query, _ = publicQuery(query)
		rest += "?" + query
	}
	return scheme + "://" + rest
}

func publicQuery(query string) (public string, secret bool) {
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, _ := strings.Cut(pair, "=")
		plain, err := url.QueryUnescape(name)
		if err != nil {
			plain = name
		}
		plain = strings.ToLower(plain)
		if value != "" && value != masked && (secretNames[plain] || plain == "key" && len(value) >= keyLength) {
			pairs[i], secret = name+"="+masked, true
		}
	}
	return strings.Join(pairs, "&"), secret
}

// Guarded is the source with the secrets of its address out of URL, which
// everybody may see, and in Private, which only its own server does.
func (s Source) Guarded() Source {
	if public := PublicURL(s.URL); public != s.URL {
		if s.Name == s.URL {
			s.Name = public
		}
		s.Private, s.URL = s.URL, public
	}
	return s
}

// Address is where the source is polled as configured, with what its server
// asks for: never to be shown. Where a permanent redirect leads, see Polling.
func (s Source) Address() string {
	if s.Private != "" {
		return s.Private
	}
	return s.URL
}

// Public is the source as it may be exported: without any secret.
func (s Source) Public() Source {
	s = s.Guarded()
	s.Private, s.Polling.HubSecret, s.Polling.HubPath = "", "", ""
	s.Polling.MovedTo, s.Polling.HubTopic = PublicURL(s.Polling.MovedTo), PublicURL(s.Polling.HubTopic)
	s.Headers, s.Proxy = nil, PublicURL(s.Proxy)
	changes := make([]AddressChange, len(s.Polling.Addresses))
	for i, c := range s.Polling.Addresses {
		c.From, c.To = PublicURL(c.From), PublicURL(c.To)
		changes[i] = c
	}
	s.Polling.Addresses = changes
	return s
}
