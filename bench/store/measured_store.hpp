#pragma once

#include "orrery/store/records.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

/// What the benchmark has to know of a kind of store below the archive. Failures end the program.
namespace orrery::bench {

class MeasuredStore {
  public:
    virtual ~MeasuredStore() = default;

    [[nodiscard]] virtual std::string name() const = 0;
    /// For store::open_archive().
    [[nodiscard]] virtual std::string place() const = 0;
    /// Bytes that were handed to the file system until now.
    [[nodiscard]] virtual std::uint64_t bytes_written() = 0;
    /// Prints for which tables they were, where the store can tell.
    virtual void explain_written(std::size_t /*entries*/) {}
    /// Whether an archive of an earlier run is there, which is only to be read.
    [[nodiscard]] virtual bool is_kept() const { return false; }
    /// What tables and indexes take.
    [[nodiscard]] virtual std::uint64_t bytes_on_disk() = 0;
    /// Processor time of the server, where there is one.
    [[nodiscard]] virtual double server_seconds() { return 0; }

    /// The limit: a table of the columns that every entry has, without indexes, and rows into it, the bodies
    /// as they are, a transaction each call.
    virtual void make_bare_table() = 0;
    virtual void insert_bare(std::span<const store::NewEntry> entries) = 0;
};

/// A new file in `folder`, which is emptied first and removed at the end; page size 0: as archives are made.
/// With ORRERY_BENCH_KEEP in the environment it is left there, and found again by the next run.
[[nodiscard]] std::unique_ptr<MeasuredStore> measure_sqlite(const std::filesystem::path& folder,
                                                            int page_size);
/// The server at `address`, whose user is a superuser and whose database is empty. Nothing else uses it.
[[nodiscard]] std::unique_ptr<MeasuredStore> measure_postgres(const std::string& address);

}  // namespace orrery::bench
