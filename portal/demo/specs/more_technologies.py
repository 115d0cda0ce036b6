"""Four more invented technologies: one without a name on it, one held until the lists are compared."""

from portal.demo.specs.shapes import Figure, Publication, Right, TechnologySpec, Words
from showcase.enums import Compliance

MORE_TECHNOLOGIES: tuple[TechnologySpec, ...] = (
    TechnologySpec(
        "chiet-xuat",
        "sao-khue",
        Words(
            "Chiết xuất dược liệu bằng siêu âm quy mô 50 lít, giảm nửa dung môi",
            "Ultrasonic extraction of medicinal plants at 50 litres with half the solvent",
        ),
        Words(
            "Chiết cúc hoa, đinh lăng ở 45 °C trong 40 phút; tìm đơn vị đặt hàng nâng lên 500 lít.",
            "Extracts chrysanthemum and ming aralia at 45 °C in 40 minutes; looks for a partner to commission 500 litres.",
        ),
        "biomedicine-herbs",
        "process",
        4,
        Words(
            "Chiết nóng làm mất hoạt chất và tốn cồn.", "Hot extraction destroys active substances and wastes alcohol."
        ),
        Words(
            "Ba đầu siêu âm luân phiên, khuấy chậm, thu hồi cồn trong vòng kín.",
            "Three ultrasonic heads in turn, slow stirring, alcohol won back in a closed loop.",
        ),
        Words("Hàm lượng hoạt chất cao hơn 25%.", "25% more active substance."),
        Words(
            "So với chiết hồi lưu: cồn giảm 50%, thời gian giảm 80%.",
            "Against reflux: 50% less alcohol and 80% less time.",
        ),
        Words("12 mẻ trong phòng thử nghiệm.", "12 batches in the laboratory."),
        figures=(Figure(Words("Thể tích", "Volume"), "50", "l"), Figure(Words("Nhiệt độ", "Temperature"), "45", "°C")),
        rights=(Right("utility-solution", "filed", "2-0000-00004"),),
        cooperation=("commissioned-research", "joint-research"),
        ipc="B01D 11/02",
        chain=Words("Dược liệu", "Medicinal plants"),
        keywords=Words("dược liệu, siêu âm, chiết xuất", "herbs, ultrasound, extraction"),
        state_funded=True,
    ),
    TechnologySpec(
        "gach-tro",
        "suoi-ngan",
        Words(
            "Gạch không nung từ tro đốt rác đã ổn định, bền nén 12 MPa",
            "Unfired bricks of stabilised incinerator ash at 12 MPa",
        ),
        Words(
            "Ép rung và dưỡng hộ ẩm, dùng 60% tro; hồ sơ không nêu tên chủ sở hữu theo lựa chọn của họ.",
            "Pressed by vibration and cured wet with 60% ash; the owner chose not to be named.",
        ),
        "construction-ceramics",
        "process",
        6,
        Words("Tro đốt rác phải chôn lấp, tốn đất và tiền.", "Incinerator ash is buried, which costs land and money."),
        Words(
            "Rửa clo, ổn định kim loại nặng, phối liệu với đá mạt.",
            "Washes out chlorine, fixes heavy metals and mixes with stone dust.",
        ),
        Words("Giá thành thấp hơn gạch xi măng 15%.", "15% cheaper than cement bricks."),
        Words("So với gạch xi măng cốt liệu: nhẹ hơn 8%.", "Against concrete bricks: 8% lighter."),
        Words("Mẫu thử thôi nhiễm đạt ngưỡng.", "Samples passed the leaching test."),
        figures=(
            Figure(Words("Cường độ nén", "Compressive strength"), "12", "MPa"),
            Figure(Words("Tỷ lệ tro", "Share of ash"), "60", "%"),
        ),
        rights=(Right("trade-secret", "secret"),),
        cooperation=("licence",),
        further_fields=("environment-water-waste",),
        keywords=Words("gạch không nung, tro, vật liệu xây dựng", "unfired bricks, ash, building material"),
        anonymous=True,
    ),
    TechnologySpec(
        "hieu-chuan-luu-dong",
        "chuan-viet",
        Words(
            "Hiệu chuẩn đồng hồ nước tại chỗ bằng bàn chuẩn lưu động",
            "Calibrates water meters on the spot with a mobile bench",
        ),
        Words(
            "Xe nhỏ chở bàn chuẩn DN15–DN40, hiệu chuẩn 60 đồng hồ mỗi ngày không phải tháo đi xa.",
            "A van with a bench for DN15 to DN40 calibrates 60 meters a day without sending them away.",
        ),
        "measurement-quality",
        "service",
        9,
        Words("Đồng hồ gửi đi hiệu chuẩn mất hai tuần.", "Meters sent away for calibration are gone for two weeks."),
        Words(
            "Bàn chuẩn khối lượng có bù nhiệt độ, in giấy chứng nhận tại chỗ.",
            "A gravimetric bench with temperature compensation prints the certificate on the spot.",
        ),
        Words("Không phải lắp đồng hồ thay thế.", "No replacement meters are needed."),
        Words("So với gửi phòng chuẩn: nhanh hơn mười lần.", "Against sending them in: ten times faster."),
        Words("Bốn đơn vị cấp nước đã dùng.", "Four water suppliers have used it."),
        Words("Dịch vụ thương mại.", "A commercial service."),
        (Figure(Words("Độ không đảm bảo đo", "Uncertainty"), "0,3", "%"),),
        (Right("trade-secret", "unregistered"),),
        cooperation=("consulting",),
        methods=("expert-advice",),
        keywords=Words("hiệu chuẩn, đo lường, đồng hồ nước", "calibration, measurement, water meter"),
    ),
    TechnologySpec(
        "ma-kem",
        "song-mo",
        Words(
            "Dây chuyền mạ dùng hóa chất nguy hại (đang giữ lại để đối chiếu danh mục)",
            "Plating line with hazardous chemicals (held for comparison with the lists)",
        ),
        Words(
            "Hồ sơ mẫu cho thấy công nghệ chưa đối chiếu danh mục hạn chế thì không được công bố.",
            "A sample profile: a technology that was not compared with the restricted list is not published.",
        ),
        "materials-surfaces",
        "technology",
        7,
        Words("Chi tiết lớn cần mạ tại chỗ.", "Large parts need plating on site."),
        Words("Bể mạ di động.", "A mobile bath."),
        Words("Không phải vận chuyển chi tiết.", "Parts need no transport."),
        Words("So với mạ tại xưởng: nhanh hơn.", "Against plating in a shop: faster."),
        Words("Hồ sơ nội bộ.", "Internal records."),
        Words("Thử tại xưởng.", "Tried in the workshop."),
        compliance=Compliance.UNCHECKED,
        publication=Publication.IN_REVIEW,
    ),
)
