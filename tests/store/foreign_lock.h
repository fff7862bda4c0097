// Another program that writes into our database.
#pragma once

#include <filesystem>
#include <memory>

namespace turnkeeper::store {

/// Holds the database's write lock while it lives.
class ForeignLock {
 public:
  explicit ForeignLock(const std::filesystem::path& file);
  ~ForeignLock();
  ForeignLock(const ForeignLock&) = delete;
  ForeignLock& operator=(const ForeignLock&) = delete;

 private:
  struct Held;
  std::unique_ptr<Held> held_;
};

}  // namespace turnkeeper::store
