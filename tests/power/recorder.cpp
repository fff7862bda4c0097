#include <sqlite3.h>

#include <fstream>
#include <iterator>
#include <utility>

#include "tests/power/recorders.h"

namespace turnkeeper::testing {

namespace fs = std::filesystem;

namespace {

struct Recorders {
  std::mutex mutex;
  std::map<fs::path, Recorder*> of_folder;
};

Recorders& recorders() {
  static Recorders all;
  return all;
}

std::string bytes_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace

Recorder* recorder_for(const char* file) {
  if (file == nullptr) return nullptr;
  auto& all = recorders();
  const std::lock_guard lock(all.mutex);
  const auto found = all.of_folder.find(fs::path{file}.parent_path());
  return found == all.of_folder.end() ? nullptr : found->second;
}

const char* name_of(Call call) {
  switch (call) {
    case Call::open:
      return "open";
    case Call::write:
      return "write";
    case Call::sync:
      return "sync";
    case Call::truncate:
      return "truncate";
    case Call::remove:
      return "remove";
    case Call::allocate:
      return "allocation";
  }
  return "";
}

Recorder::Recorder(fs::path folder, std::optional<Fault> fault)
    : folder_(std::move(folder)), fault_(fault) {
  for (const auto& entry : fs::directory_iterator(folder_)) {
    const auto name = entry.path().filename().string();
    recording_.before.emplace_back(name, bytes_of(entry.path()));
    number_of_[name] = files_++;
  }
  auto& all = recorders();
  const std::lock_guard lock(all.mutex);
  all.of_folder[folder_] = this;
}

Recorder::~Recorder() {
  auto& all = recorders();
  const std::lock_guard lock(all.mutex);
  all.of_folder.erase(folder_);
}

std::size_t Recorder::position() const {
  const std::lock_guard lock(mutex_);
  return recording_.operations.size();
}

std::uint64_t Recorder::calls(Call call) const {
  const std::lock_guard lock(mutex_);
  const auto found = calls_.find(call);
  return found == calls_.end() ? 0 : found->second;
}

bool Recorder::struck() const {
  const std::lock_guard lock(mutex_);
  return struck_;
}

void Recorder::heal() {
  const std::lock_guard lock(mutex_);
  fault_.reset();
}

Recording Recorder::take() {
  const std::lock_guard lock(mutex_);
  return std::move(recording_);
}

int Recorder::failure(Call call) {
  const std::lock_guard lock(mutex_);
  const auto nth = ++calls_[call];
  if (!fault_ || fault_->call != call) return SQLITE_OK;
  if (nth != fault_->nth && !(fault_->for_good && nth > fault_->nth)) return SQLITE_OK;
  struck_ = true;
  return fault_->code;
}

/// A name that nobody has seen was made just now, by SQLite or by whoever opens a database with it.
std::size_t Recorder::opened(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto [found, is_new] = number_of_.try_emplace(name, files_);
  if (is_new) {
    recording_.operations.push_back({Operation::Kind::create, files_++, name, 0, {}});
  }
  return found->second;
}

void Recorder::record(Operation operation) {
  const std::lock_guard lock(mutex_);
  recording_.operations.push_back(std::move(operation));
}

void Recorder::removed(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const auto found = number_of_.find(name);
  if (found == number_of_.end()) return;
  recording_.operations.push_back({Operation::Kind::remove, found->second, name, 0, {}});
  number_of_.erase(found);
}

}  // namespace turnkeeper::testing
