package quote

// uncased finds mentions in scripts without capitals.
func (a *article) uncased() {}
