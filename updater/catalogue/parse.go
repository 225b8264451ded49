// SPDX-License-Identifier: GPL-2.0-or-later

package catalogue

import (
	"strconv"

	"github.com/BurntSushi/toml"
)

// Parse reads the text of an entry. Which fields there are is not its business.
func Parse(text string) (Fields, error) {
	tree := map[string]any{}
	_, err := toml.Decode(text, &tree)
	set := Fields{}
	set.take("", tree)
	return set, err
}

// take takes the values of a table.
func (f Fields) take(prefix string, table map[string]any) {
	for name, v := range table {
		sub, isTable := v.(map[string]any)
		if inner, ok := Table(name); isTable && ok {
			f.take(inner, sub)
			continue
		}
		if steps, ok := v.([]map[string]any); ok && name == "step" {
			for i, s := range steps {
				f.take(stepPrefix(i), s)
			}
			continue
		}
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		texts := []string{}
		for _, one := range list {
			texts = append(texts, plain(one))
		}
		f[prefix+name] = texts
	}
}

// plain is a value as it is written in UCI.
func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		if v {
			return "1"
		}
		return "0"
	}
	return ""
}
