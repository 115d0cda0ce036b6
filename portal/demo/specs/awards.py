"""Three invented editions of awards: one is decided, one calls with frozen rules, one is a draft made from a preset."""

from awards.editions.enums import Preset
from awards.enums import Honour, PhaseKind
from portal.demo.specs.shapes import AwardSpec, EntrySpec, Words

AWARDS: tuple[AwardSpec, ...] = (
    AwardSpec(
        "anh-kinh-bac",
        Words(
            "Ánh Kinh Bắc: giải pháp công nghệ vì sản xuất (mẫu)", "Ánh Kinh Bắc: technology for production (sample)"
        ),
        Words(
            "Tôn vinh giải pháp đã dùng thật, đo được hiệu quả và có thể nhân rộng.",
            "Honours solutions in real use with measured effects that others can adopt.",
        ),
        0,
        "so-khcn",
        Words(
            "Quy chế mẫu của Ban tổ chức; hội đồng 80 điểm, bình chọn cộng đồng 20 điểm.",
            "Sample rules of the organising committee: council 80 points, public vote 20 points.",
        ),
        Words(
            "Tổ chức, cá nhân có giải pháp dùng từ sáu tháng trở lên.",
            "Organisations and persons whose solution has been in use for six months or more.",
        ),
        Words(
            "Hội đồng chấm 80 điểm; bình chọn 20 điểm tính theo phiếu cao nhất. Bằng điểm thì xét tiêu chí có trọng số lớn nhất.",
            "The council gives 80 points; the vote gives 20 in proportion to the highest. Ties are broken by the heaviest criterion.",
        ),
        20,
        (
            (
                "san-xuat",
                Words("Sản xuất công nghiệp", "Industry"),
                Words("Giải pháp trong nhà máy và xưởng.", "Solutions in plants and workshops."),
            ),
            (
                "nong-nghiep",
                Words("Nông nghiệp", "Agriculture"),
                Words("Giải pháp từ ruộng đến kho.", "Solutions from field to store."),
            ),
            (
                "lang-nghe",
                Words("Làng nghề và môi trường", "Craft villages and environment"),
                Words("Giải pháp giữ nghề và giữ sạch.", "Solutions that keep crafts alive and places clean."),
            ),
        ),
        (
            (
                Words("Tính mới", "Novelty"),
                Words("So với giải pháp đang dùng trong vùng", "Against what is used in the region"),
                20,
            ),
            (
                Words("Hiệu quả kinh tế, xã hội", "Economic and social effect"),
                Words("Số đo trước và sau", "Measured before and after"),
                30,
            ),
            (
                Words("Khả năng áp dụng", "Applicability"),
                Words("Chi phí và điều kiện nhân rộng", "Cost and conditions of adoption"),
                30,
            ),
            (Words("Bình chọn cộng đồng", "Public vote"), Words("Theo quy chế", "By the rules"), 20),
        ),
        (
            (PhaseKind.CALL, -150, -90),
            (PhaseKind.SCREENING, -89, -75),
            (PhaseKind.SCORING, -74, -50),
            (PhaseKind.PUBLIC_COMMENT, -49, -35),
            (PhaseKind.DECISION, -30, -28),
            (PhaseKind.CEREMONY, -20, -20),
        ),
        (
            EntrySpec(
                Words("Sấy bơm nhiệt hai cấp cho tỏi, hành", "Two-stage heat-pump drying of garlic and onions"),
                "song-mo",
                "nong-nghiep",
                Words("Hao hụt giảm từ 14% còn 4,6% qua hai vụ.", "Losses fell from 14% to 4.6% over two seasons."),
                shortlisted=True,
                honour=Honour.FIRST,
                technology="say-bom-nhiet",
                citation=Words(
                    "Giải pháp đo được, sửa được tại chỗ và vừa túi hợp tác xã.",
                    "Measured, repairable on the spot and affordable for a cooperative.",
                ),
            ),
            EntrySpec(
                Words("Lò gốm thu hồi nhiệt khói", "Kiln that recovers flue heat"),
                "lo-may",
                "lang-nghe",
                Words("18% gas tiết kiệm trên 30 mẻ đo.", "18% of gas saved over 30 measured firings."),
                shortlisted=True,
                honour=Honour.FIRST,
                technology="lo-gom",
                citation=Words("Giữ nghề bằng chính tay thợ.", "A craft kept alive by its own hands."),
            ),
            EntrySpec(
                Words("Kiểm tra bề mặt linh kiện bằng camera giá thấp", "Low-cost inspection of components"),
                "vi-lam",
                "san-xuat",
                Words("Tỷ lệ bỏ sót 0,4% trên 9 triệu chi tiết.", "0.4% missed on 9 million parts."),
                shortlisted=True,
                honour=Honour.SECOND,
                technology="camera-be-mat",
                citation=Words(
                    "Đưa kiểm tra tự động đến nhà máy vừa và nhỏ.", "Brings automatic inspection to small plants."
                ),
            ),
            EntrySpec(
                Words("Truy xuất vùng rau ngoại tuyến", "Offline traceability of vegetables"),
                "quan-ho-xanh",
                "nong-nghiep",
                Words(
                    "140 hộ dùng, thu hồi đúng lô trong năm phút.",
                    "140 households; the right lot recalled in five minutes.",
                ),
                shortlisted=True,
                honour=Honour.ENCOURAGEMENT,
                technology="truy-xuat-rau",
            ),
            EntrySpec(
                Words("Tháp sinh học khử mùi", "Biological tower against smells"),
                "suoi-ngan",
                "lang-nghe",
                Words("Chi phí vận hành bằng 35% than hoạt tính.", "Runs at 35% of the cost of carbon."),
                shortlisted=True,
                honour=None,
                technology="khu-mui",
            ),
            EntrySpec(
                Words("Cảm biến rung không dây", "Wireless vibration sensor"),
                "chuon-chuon",
                "san-xuat",
                Words("160 điểm đo tại bốn xưởng.", "160 points in four workshops."),
                shortlisted=True,
                honour=None,
                technology="cam-bien-rung",
            ),
            EntrySpec(
                Words("Bộ điều phối máy nén khí", "Compressor controller"),
                "kinh-ha",
                "san-xuat",
                Words("17% điện tiết kiệm.", "17% of power saved."),
            ),
        ),
        ("agricultural-processing", "electronics-supporting-industry", "crafts-villages"),
        ("00/QĐ-BTC", -30),
    ),
    AwardSpec(
        "cau-noi-xanh",
        Words(
            "Cầu Nối Xanh: ghi nhận đóng góp cho thị trường công nghệ (mẫu)",
            "Cầu Nối Xanh: recognition of service to the technology market (sample)",
        ),
        Words(
            "Ghi nhận tổ chức, cá nhân kết nối cung và cầu công nghệ trong năm.",
            "Recognises those who brought supply and demand of technology together this year.",
        ),
        0,
        "so-khcn",
        Words(
            "Mục III.6.b và V.1.c Kế hoạch 149/KH-UBND; quy chế mẫu.",
            "Sections III.6.b and V.1.c of Plan 149/KH-UBND; sample rules.",
        ),
        Words(
            "Tổ chức trung gian, hiệp hội, cơ quan báo chí, cán bộ cơ sở.",
            "Intermediaries, associations, newsrooms and local officials.",
        ),
        Words("Hội đồng xét, không bình chọn.", "By the council, without a public vote."),
        0,
        (
            (
                "to-chuc",
                Words("Tổ chức", "Organisations"),
                Words("Kết nối thành công nhiều giao dịch.", "Many deals brought about."),
            ),
            (
                "ca-nhan",
                Words("Cá nhân", "Persons"),
                Words("Bền bỉ giúp doanh nghiệp nêu nhu cầu.", "Steady help in stating needs."),
            ),
        ),
        (),
        (),
        (
            EntrySpec(
                Words("Mạng môi giới 10 xã, phường", "A network of brokers in ten communes"),
                "cau-noi",
                "to-chuc",
                Words("31 cuộc gặp, 6 thỏa thuận.", "31 meetings, 6 agreements."),
            ),
        ),
        preset=Preset.RECOGNITION,
        budget=Words("Dự toán chi khoa học và công nghệ của tỉnh (mẫu).", "The province's science budget (sample)."),
        call_offset=-10,
        is_open=True,
        programme=(
            Words("Cầu Nối Xanh (mẫu)", "Cầu Nối Xanh (sample)"),
            Words(
                "Hằng năm ghi nhận những ai đưa cung và cầu công nghệ đến với nhau.",
                "Every year it recognises those who bring supply and demand of technology together.",
            ),
        ),
    ),
    AwardSpec(
        "anh-kinh-bac-mua-sau",
        Words("Ánh Kinh Bắc: mùa giải sau (mẫu)", "Ánh Kinh Bắc: next season (sample)"),
        Words("", ""),
        1,
        "so-khcn",
        Words("", ""),
        Words("", ""),
        Words("", ""),
        20,
        (),
        (),
        (),
        (),
        preset=Preset.INNOVATION,
        call_offset=120,
    ),
)
