#include "net/metrics.h"

namespace turnkeeper::net {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

std::string rendered(const Metrics::Labels& labels) {
  if (labels.empty()) return {};
  std::string out = "{";
  for (const auto& [name, value] : labels) {
    if (out.size() > 1) out += ',';
    out += name + "=\"" + escaped(value) + '"';
  }
  return out + '}';
}

}  // namespace

Metric& Metrics::counter(std::string_view name, std::string_view help, const Labels& labels) {
  return find(name, "counter", help, labels);
}

Metric& Metrics::gauge(std::string_view name, std::string_view help, const Labels& labels) {
  return find(name, "gauge", help, labels);
}

Metric& Metrics::find(std::string_view name, std::string_view type, std::string_view help,
                      const Labels& labels) {
  const std::lock_guard lock{mutex_};
  auto family = families_.find(name);
  if (family == families_.end()) family = families_.try_emplace(std::string{name}).first;
  family->second.type = type;
  family->second.help = help;
  return family->second.series[rendered(labels)];
}

std::string Metrics::render() const {
  const std::lock_guard lock{mutex_};
  std::string out;
  for (const auto& [name, family] : families_) {
    out += "# HELP " + name + ' ' + family.help + '\n';
    out += "# TYPE " + name + ' ';
    out += family.type;
    out += '\n';
    for (const auto& [labels, metric] : family.series) {
      out += name + labels + ' ' + std::to_string(metric.value()) + '\n';
    }
  }
  return out;
}

}  // namespace turnkeeper::net
