"""Eighteen invented organisations, and the public bodies of the plan that act on the portal."""

from portal.demo.specs.shapes import OrganisationSpec, Words

ORGANISATIONS: tuple[OrganisationSpec, ...] = (
    OrganisationSpec(
        "song-mo",
        Words("Công ty CP Cơ khí Sông Mơ (mẫu)", "Sông Mơ Mechanical JSC (sample)"),
        "science-enterprise",
        ("exhibitor", "buyer"),
        ("mechanics-automation", "farm-mechanisation"),
        "phuong-que-vo",
        Words(
            "Thiết kế, chế tạo máy sấy và máy nông nghiệp cỡ nhỏ.", "Designs and builds dryers and small farm machines."
        ),
        Words(
            "Xưởng có 60 thợ, ba dây chuyền gia công và phòng thử nghiệm sấy. Đã giao hơn 200 máy cho hợp tác xã trong vùng.",
            "A workshop of 60 people with three machining lines and a drying laboratory. More than 200 machines delivered to cooperatives of the region.",
        ),
        "0000010015",
    ),
    OrganisationSpec(
        "dong-trang",
        Words("HTX Nông sản Đồng Trăng (mẫu)", "Đồng Trăng Farm Produce Cooperative (sample)"),
        "cooperative",
        ("buyer",),
        ("agricultural-processing",),
        "xa-gia-binh",
        Words(
            "Trồng và sơ chế tỏi, hành, cà rốt của 140 hộ.",
            "Grows and processes garlic, onions and carrots of 140 households.",
        ),
        Words(
            "Hợp tác xã có kho lạnh 300 tấn, hai lò sấy than và một xưởng đóng gói, đang tìm cách giảm hao hụt sau thu hoạch.",
            "The cooperative runs a 300-tonne cold store, two coal dryers and a packing house, and looks for ways to lose less after harvest.",
        ),
        "0000020020",
    ),
    OrganisationSpec(
        "sao-khue",
        Words("Viện Vật liệu Sao Khuê (mẫu)", "Sao Khuê Institute of Materials (sample)"),
        "institute",
        ("exhibitor", "institute"),
        ("materials-surfaces", "environment-water-waste"),
        "ha-noi",
        Words(
            "Nghiên cứu lớp phủ, vật liệu hấp phụ và chiết xuất.", "Research on coatings, adsorbents and extraction."
        ),
        Words(
            "Viện có 45 nghiên cứu viên, phòng phân tích bề mặt và xưởng thử nghiệm bán công nghiệp.",
            "The institute has 45 researchers, a surface laboratory and a pilot workshop.",
        ),
        "0000030036",
    ),
    OrganisationSpec(
        "kinh-ha",
        Words("Trường Đại học Kỹ thuật Kinh Hạ (mẫu)", "Kinh Hạ University of Technology (sample)"),
        "university",
        ("exhibitor", "institute"),
        ("information-technology", "mechanics-automation", "energy-saving"),
        "phuong-kinh-bac",
        Words(
            "Đào tạo kỹ sư và chuyển giao giải pháp tự động hóa.",
            "Trains engineers and transfers automation solutions.",
        ),
        Words(
            "Trung tâm chuyển giao của trường đã ký 30 hợp đồng với doanh nghiệp vừa và nhỏ trong ba năm qua.",
            "The university's transfer centre signed 30 contracts with small and medium enterprises in the last three years.",
        ),
        "0000040041",
    ),
    OrganisationSpec(
        "vi-lam",
        Words("Công ty TNHH Điện tử Vi Lam (mẫu)", "Vi Lam Electronics Ltd (sample)"),
        "enterprise",
        ("exhibitor", "buyer"),
        ("electronics-supporting-industry",),
        "xa-yen-phong",
        Words(
            "Sản xuất linh kiện và mô-đun kiểm tra cho công nghiệp phụ trợ.",
            "Makes components and inspection modules for supporting industry.",
        ),
        Words(
            "Nhà máy 320 lao động, đạt hệ thống quản lý chất lượng, cung ứng cho các tập đoàn điện tử.",
            "A plant of 320 people with a certified quality system, supplying electronics groups.",
        ),
        "0000050057",
    ),
    OrganisationSpec(
        "lo-may",
        Words("Xưởng gốm Lò Mây (mẫu)", "Lò Mây Pottery (sample)"),
        "craft-household",
        ("exhibitor", "buyer"),
        ("construction-ceramics", "crafts-villages"),
        "phuong-que-vo",
        Words("Gốm nung lửa gas với men tro truyền thống.", "Gas-fired pottery with traditional ash glazes."),
        Words(
            "Hộ nghề ba đời, 12 thợ, đã cải tiến lò để thu hồi nhiệt khói.",
            "A household of three generations and 12 potters that rebuilt its kiln to recover heat.",
        ),
        "0000060062",
    ),
    OrganisationSpec(
        "hat-mam",
        Words("Trung tâm Ươm tạo Hạt Mầm (mẫu)", "Hạt Mầm Incubator (sample)"),
        "public-service-unit",
        ("incubator", "innovation-centre"),
        ("information-technology",),
        "phuong-vu-ninh",
        Words(
            "Ươm tạo dự án khoa học và công nghệ trong 18 tháng.",
            "Incubates science and technology projects for 18 months.",
        ),
        Words(
            "Có xưởng chế thử, cố vấn và quỹ thử nghiệm nhỏ.",
            "Offers a prototyping workshop, mentors and a small trial fund.",
        ),
    ),
    OrganisationSpec(
        "quan-ho-xanh",
        Words("Công ty Giải pháp số Quan Họ Xanh (mẫu)", "Quan Họ Xanh Digital Solutions (sample)"),
        "enterprise",
        ("exhibitor",),
        ("information-technology",),
        "phuong-kinh-bac",
        Words(
            "Phần mềm truy xuất nguồn gốc và lập kế hoạch sản xuất.",
            "Software for traceability and production planning.",
        ),
        Words(
            "Đội ngũ 25 kỹ sư, chuyên cho hợp tác xã và xưởng nhỏ.",
            "A team of 25 engineers who work for cooperatives and small workshops.",
        ),
    ),
    OrganisationSpec(
        "chuan-viet",
        Words("Phòng Kiểm nghiệm Chuẩn Việt (mẫu)", "Chuẩn Việt Testing Laboratory (sample)"),
        "enterprise",
        ("testing-laboratory", "exhibitor"),
        ("measurement-quality", "biomedicine-herbs"),
        "phuong-vu-ninh",
        Words(
            "Thử nghiệm thực phẩm, nước và hiệu chuẩn thiết bị đo.", "Tests food and water and calibrates instruments."
        ),
        Words(
            "Phòng thử nghiệm được công nhận, trả kết quả trong ba ngày làm việc.",
            "An accredited laboratory that answers within three working days.",
        ),
    ),
    OrganisationSpec(
        "suoi-ngan",
        Words("Công ty Môi trường Suối Ngân (mẫu)", "Suối Ngân Environment (sample)"),
        "science-enterprise",
        ("exhibitor",),
        ("environment-water-waste",),
        "phuong-tu-son",
        Words(
            "Xử lý nước thải cho làng nghề và cụm công nghiệp nhỏ.",
            "Treats waste water of craft villages and small industrial clusters.",
        ),
        Words("Đã vận hành 11 trạm xử lý từ 50 đến 400 m³ một ngày.", "Runs 11 plants of 50 to 400 m³ a day."),
    ),
    OrganisationSpec(
        "chuon-chuon",
        Words("Startup Cảm biến Chuồn Chuồn (mẫu)", "Chuồn Chuồn Sensors (sample start-up)"),
        "start-up",
        ("exhibitor",),
        ("electronics-supporting-industry", "energy-saving"),
        "phuong-tu-son",
        Words("Cảm biến không dây giá thấp cho xưởng vừa và nhỏ.", "Low-cost wireless sensors for small workshops."),
        Words(
            "Nhóm 8 kỹ sư trẻ, tốt nghiệp chương trình ươm tạo.", "Eight young engineers, graduates of an incubator."
        ),
    ),
    OrganisationSpec(
        "ven-song",
        Words("Hiệp hội Doanh nghiệp Ven Sông (mẫu)", "Riverside Business Association (sample)"),
        "association",
        ("association", "broker"),
        ("mechanics-automation", "electronics-supporting-industry"),
        "phuong-kinh-bac",
        Words("Kết nối 210 doanh nghiệp nhỏ và vừa.", "Connects 210 small and medium enterprises."),
        Words(
            "Tổng hợp nhu cầu công nghệ của hội viên mỗi quý.", "Collects its members' technology needs every quarter."
        ),
    ),
    OrganisationSpec(
        "bach-hac",
        Words("Công ty Nhiệt lạnh Bạch Hạc (mẫu)", "Bạch Hạc Refrigeration (sample)"),
        "enterprise",
        ("exhibitor",),
        ("energy-saving", "agricultural-processing"),
        "xa-tien-du",
        Words("Kho lạnh, bơm nhiệt và thu hồi nhiệt thải.", "Cold stores, heat pumps and heat recovery."),
        Words(
            "Thiết kế theo phụ tải thực, bảo hành ba năm.", "Designs by measured load, with three years of warranty."
        ),
    ),
    OrganisationSpec(
        "dau-son",
        Words("Văn phòng Sở hữu trí tuệ Dấu Son (mẫu)", "Dấu Son Intellectual Property Office (sample)"),
        "enterprise",
        ("ip-office", "valuation-centre"),
        ("measurement-quality",),
        "ha-noi",
        Words("Tra cứu, nộp đơn và định giá tài sản trí tuệ.", "Searches, files and values intellectual property."),
        Words(
            "Tư vấn hợp đồng li-xăng và góp vốn bằng công nghệ.",
            "Advises on licences and on contributing technology as capital.",
        ),
    ),
    OrganisationSpec(
        "nordlicht",
        Words("Nordlicht Trocknung GmbH (hư cấu)", "Nordlicht Trocknung GmbH (fictional)"),
        "foreign-supplier",
        ("exhibitor",),
        ("agricultural-processing",),
        "",
        Words("Nhà cung cấp thiết bị sấy thăng hoa cỡ nhỏ.", "Supplier of small freeze dryers."),
        Words(
            "Công ty hư cấu, dùng để minh họa nhà cung cấp nước ngoài.",
            "A fictional company that stands for suppliers from abroad.",
        ),
        country="DE",
    ),
    OrganisationSpec(
        "hoshizora",
        Words("Hoshizora Seimitsu K.K. (hư cấu)", "Hoshizora Seimitsu K.K. (fictional)"),
        "foreign-supplier",
        ("exhibitor",),
        ("mechanics-automation",),
        "",
        Words("Nhà cung cấp đồ gá và rô-bốt xếp khay chính xác.", "Supplier of jigs and precise tray-loading robots."),
        Words(
            "Công ty hư cấu, dùng để minh họa nhà cung cấp nước ngoài.",
            "A fictional company that stands for suppliers from abroad.",
        ),
        country="JP",
        verified=False,
    ),
    OrganisationSpec(
        "ben-dau",
        Words("HTX Tơ tằm Bến Dâu (mẫu)", "Bến Dâu Silk Cooperative (sample)"),
        "cooperative",
        ("buyer", "exhibitor"),
        ("crafts-villages",),
        "xa-luong-tai",
        Words("Ươm tơ và dệt lụa của 60 hộ.", "Reels and weaves silk of 60 households."),
        Words("Đang đổi lò ươm than sang hơi điện.", "Is changing its coal reeling kilns to electric steam."),
        verified=False,
    ),
    OrganisationSpec(
        "cau-noi",
        Words("Tổ chức trung gian Cầu Nối 01 (mẫu)", "Cầu Nối 01 Intermediary (sample)"),
        "public-service-unit",
        ("exchange", "transaction-centre", "promotion-centre", "broker"),
        ("measurement-quality",),
        "phuong-kinh-bac",
        Words(
            "Môi giới, đánh giá và hỗ trợ chuyển giao công nghệ.", "Brokers, assesses and supports technology transfer."
        ),
        Words(
            "Tổ chức trung gian mẫu cho mục tiêu của Kế hoạch 149/KH-UBND.",
            "A sample intermediary for the target of Plan 149/KH-UBND.",
        ),
    ),
)

PUBLIC_BODIES: tuple[OrganisationSpec, ...] = (
    OrganisationSpec(
        "so-khcn",
        Words("Sở Khoa học và Công nghệ tỉnh Bắc Ninh", "Department of Science and Technology of Bắc Ninh province"),
        "public-body",
        ("public-body",),
        (),
        "bac-ninh",
        Words("Cơ quan đầu mối thực hiện Kế hoạch 149/KH-UBND.", "Focal department of Plan 149/KH-UBND."),
        Words("", ""),
    ),
    OrganisationSpec(
        "trung-tam-ung-dung",
        Words(
            "Trung tâm Ứng dụng và Dịch vụ khoa học và công nghệ tỉnh Bắc Ninh",
            "Centre for Application and Services of Science and Technology of Bắc Ninh province",
        ),
        "public-service-unit",
        ("exchange", "promotion-centre"),
        (),
        "bac-ninh",
        Words(
            "Nơi đặt sàn giao dịch công nghệ và thiết bị của tỉnh theo Kế hoạch 149/KH-UBND.",
            "Seat of the province's technology and equipment exchange under Plan 149/KH-UBND.",
        ),
        Words("", ""),
    ),
    OrganisationSpec(
        "so-cong-thuong",
        Words("Sở Công Thương tỉnh Bắc Ninh", "Department of Industry and Trade of Bắc Ninh province"),
        "public-body",
        ("public-body",),
        (),
        "bac-ninh",
        Words(
            "Gắn thị trường khoa học và công nghệ với chương trình xúc tiến thương mại.",
            "Joins the technology market with the trade-promotion programme.",
        ),
        Words("", ""),
    ),
)
