-- SPDX-License-Identifier: GPL-2.0-or-later
--
-- A collector of prometheus-node-exporter-lua: what dynwan says of itself.

local function scrape()
  local metrics = io.popen("/usr/sbin/dynwan status -metrics -statedir /var/run/dynwan 2>/dev/null")
  for line in metrics:lines() do
    output(line)
  end
  metrics:close()
end

return { scrape = scrape }
