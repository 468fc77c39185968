#include "postgres/cluster.hpp"

#include <bit>

namespace orrery::ops {

std::string encode(const Cluster& cluster) {
    ByteWriter out;
    out.text(cluster.system).number(cluster.version).number(cluster.timeline).number(cluster.segment);
    out.number(cluster.base).number(cluster.base_bytes).number(cluster.log_begin).number(cluster.state);
    out.number(cluster.log_end).text(cluster.user).text(cluster.database).text(cluster.schema);
    out.number(static_cast<std::uint32_t>(cluster.checksums.size()));
    for (const auto& checksum : cluster.checksums)
        out.text(checksum);
    return out.take();
}

bool decode(std::string_view bytes, Cluster& cluster) {
    ByteReader in(bytes);
    cluster.system = in.text();
    cluster.version = in.number<std::uint32_t>();
    cluster.timeline = in.number<std::uint32_t>();
    cluster.segment = in.number<std::uint32_t>();
    cluster.base = in.number<std::uint32_t>();
    cluster.base_bytes = in.number<std::uint64_t>();
    cluster.log_begin = in.number<std::uint64_t>();
    cluster.state = in.number<std::uint64_t>();
    cluster.log_end = in.number<std::uint64_t>();
    cluster.user = in.text();
    cluster.database = in.text();
    cluster.schema = in.text();
    for (auto left = in.number<std::uint32_t>(); left > 0 && in.ok(); --left)
        cluster.checksums.emplace_back(in.text());
    return in.at_end() && std::has_single_bit(cluster.segment) && cluster.log_begin <= cluster.state &&
           cluster.state <= cluster.log_end;
}

}  // namespace orrery::ops
