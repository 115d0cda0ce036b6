"""Invented products on the profiles of invented organisations; the floors that they are sold on do not exist."""

from portal.demo.specs.shapes import ProductSpec, Words

PRODUCTS: tuple[ProductSpec, ...] = (
    ProductSpec(
        "song-mo",
        Words("Máy sấy bơm nhiệt SM-50 (mẫu)", "SM-50 heat pump dryer (sample)"),
        Words(
            "Mẻ 50 kg, cửa kính, điện một pha; giao trong bốn tuần.",
            "Batches of 50 kg, glass door, one-phase power; delivered in four weeks.",
        ),
        "https://san-mau.example.org/song-mo/sm-50",
    ),
    ProductSpec(
        "song-mo",
        Words("Bộ khay sấy inox 12 tầng (mẫu)", "Set of 12 steel drying trays (sample)"),
        Words(
            "Khay rời cho SM-50 và SM-120, rửa được bằng máy.",
            "Loose trays for SM-50 and SM-120, fit for machine washing.",
        ),
        "https://san-mau.example.org/song-mo/khay",
    ),
    ProductSpec(
        "vi-lam",
        Words("Mô-đun đo ẩm VL-H2 (mẫu)", "VL-H2 moisture module (sample)"),
        Words(
            "Đo ẩm trong buồng sấy đến 95 °C, ra tín hiệu RS-485.",
            "Measures moisture in dryers up to 95 °C, speaks RS-485.",
        ),
        "https://san-mau.example.org/vi-lam/vl-h2",
    ),
)
